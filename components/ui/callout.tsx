import { CircleAlert, FlaskConical, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const looks = {
  info: { icon: Info, box: "bg-info-soft", mark: "text-info-text" },
  warning: { icon: TriangleAlert, box: "bg-warn-soft", mark: "text-warn-text" },
  danger: { icon: CircleAlert, box: "bg-danger-soft", mark: "text-danger-text" },
  simulated: {
    icon: FlaskConical,
    box: "border border-dashed border-sim bg-sim-soft",
    mark: "text-sim-text",
  },
} as const;

/** Something to know before going on. `simulated` marks what is not a real machine. */
export function Callout({
  tone = "info",
  title,
  action,
  className,
  children,
}: {
  tone?: keyof typeof looks;
  title?: ReactNode;
  action?: ReactNode;
  className?: string;
  children?: ReactNode;
}) {
  const { icon: Icon, box, mark } = looks[tone];
  return (
    <div
      role={tone === "danger" ? "alert" : "note"}
      className={cn("flex items-start gap-2.5 rounded-md px-3 py-2.5 text-sm", box, className)}
    >
      <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1 wrap-anywhere">
        {title ? <p className={cn("font-medium", mark)}>{title}</p> : null}
        {children ? <div className="text-ink">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
