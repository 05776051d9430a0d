import { ChevronRight } from "lucide-react";
import { Link } from "@/components/ui/link";
import { Fragment } from "react";

/** The way down to this page; the last step is the page itself and no link. */
export function Breadcrumbs({ items }: { items: readonly { label: string; href?: string }[] }) {
  return (
    <nav aria-label="Breadcrumbs">
      <ol className="flex min-w-0 flex-wrap items-center gap-1 text-xs text-ink-muted">
        {items.map(({ label, href }, index) => (
          <Fragment key={href ?? label}>
            {index > 0 ? (
              <li aria-hidden="true">
                <ChevronRight className="size-3 text-ink-faint" />
              </li>
            ) : null}
            <li className="min-w-0 truncate">
              {href ? (
                <Link href={href} className="rounded-xs hover:text-ink hover:underline">
                  {label}
                </Link>
              ) : (
                <span aria-current="page">{label}</span>
              )}
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}
