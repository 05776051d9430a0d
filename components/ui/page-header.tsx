import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** Top of every page: where it is, its one h1, its state, its acts, its tabs. */
export function PageHeader({
  breadcrumbs,
  title,
  badges,
  description,
  actions,
  tabs,
}: {
  breadcrumbs?: ReactNode;
  title: ReactNode;
  /** StatusBadge or Badge elements beside the title. */
  badges?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** A TabLinks element. */
  tabs?: ReactNode;
}) {
  return (
    <header className={cn("page-width pt-5", tabs ? "pb-0" : "pb-1")}>
      {breadcrumbs ? <div className="mb-1.5">{breadcrumbs}</div> : null}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="min-w-0 text-xl font-semibold tracking-[-0.012em] text-ink wrap-anywhere">
              {title}
            </h1>
            {badges}
          </div>
          {description ? (
            <p className="mt-0.5 max-w-3xl text-sm text-pretty text-ink-muted">{description}</p>
          ) : null}
        </div>
        {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
      </div>
      {tabs ? <div className="mt-3">{tabs}</div> : null}
    </header>
  );
}

/** The content below a PageHeader: the shared width and the distance between panels. */
export function PageBody({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div className={cn("page-width flex flex-col gap-5 pt-5 pb-12", className)}>{children}</div>
  );
}
