import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** The common frame of the empty, error, forbidden and not-found states. */
export function StateView({
  icon,
  title,
  children,
  actions,
  footer,
  tone = "neutral",
  headingLevel = 2,
  role,
  className,
}: {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  tone?: "neutral" | "danger";
  /** 1 when the state is the whole page. */
  headingLevel?: 1 | 2;
  role?: "alert";
  className?: string;
}) {
  const Heading = headingLevel === 1 ? "h1" : "h2";
  return (
    <div role={role} className={cn("flex flex-col items-center px-6 py-12 text-center", className)}>
      <div
        aria-hidden="true"
        className={cn(
          "mb-4 grid size-10 place-items-center rounded-lg border border-line-strong bg-sunken text-ink-muted [&_svg]:size-5",
          tone === "danger" && "border-transparent bg-danger-soft text-danger-text",
        )}
      >
        {icon}
      </div>
      <Heading className="text-base font-semibold text-ink">{title}</Heading>
      {children ? (
        <div className="mt-1 max-w-md text-sm text-pretty text-ink-muted wrap-anywhere">
          {children}
        </div>
      ) : null}
      {actions ? (
        <div className="mt-5 flex flex-wrap items-center justify-center gap-2">{actions}</div>
      ) : null}
      {footer ? <div className="mt-4 text-xs text-ink-faint">{footer}</div> : null}
    </div>
  );
}
