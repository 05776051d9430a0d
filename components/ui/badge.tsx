import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const styles = cva(
  "inline-flex h-5 max-w-full items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0",
  {
    variants: {
      tone: {
        neutral: "bg-idle-soft text-idle-text",
        accent: "bg-accent-soft text-accent-text",
        ok: "bg-ok-soft text-ok-text",
        info: "bg-info-soft text-info-text",
        warn: "bg-warn-soft text-warn-text",
        danger: "bg-danger-soft text-danger-text",
        simulated: "border border-dashed border-sim bg-sim-soft text-sim-text",
        outline: "border border-line-strong text-ink-muted",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

/** The tones a badge can have. */
export type BadgeTone = NonNullable<VariantProps<typeof styles>["tone"]>;

/** A small fact beside a name: a version, a kind, a count. For states use StatusBadge. */
export function Badge({
  tone,
  icon,
  className,
  children,
}: {
  tone?: BadgeTone;
  icon?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span className={cn(styles({ tone }), className)}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}
