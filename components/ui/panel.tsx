import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A framed area with an optional heading. Flush content (tables, code) goes edge to edge. */
export function Panel({
  title,
  description,
  actions,
  footer,
  flush = false,
  tone = "default",
  className,
  children,
}: {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  flush?: boolean;
  tone?: "default" | "danger";
  className?: string;
  children?: ReactNode;
}) {
  return (
    <section
      className={cn(
        // clip, not hidden: a sticky table header inside still sticks to the page.
        "flex min-w-0 flex-col overflow-clip rounded-lg border bg-surface",
        tone === "danger" && "border-danger/50",
        className,
      )}
    >
      {title ? (
        <header
          className={cn(
            "flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3",
            flush && "border-b",
          )}
        >
          <div className="min-w-0 flex-1">
            <h2 className="text-sm font-semibold text-ink">{title}</h2>
            {description ? <p className="text-xs text-ink-muted">{description}</p> : null}
          </div>
          {actions ? <div className="flex items-center gap-2">{actions}</div> : null}
        </header>
      ) : null}
      {children ? (
        <div className={cn(!flush && "px-4 pb-4", !flush && !title && "pt-4")}>{children}</div>
      ) : null}
      {footer ? (
        <footer className="mt-auto border-t bg-sunken px-4 py-2.5 text-xs text-ink-muted">
          {footer}
        </footer>
      ) : null}
    </section>
  );
}
