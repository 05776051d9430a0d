import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { Link } from "@/components/ui/link";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/**
 * Rows of things. Sticky header; where its box is narrower than 40 rem each row becomes a card,
 * and every Td shows its `label`.
 */
export function Table({
  label,
  scroll = false,
  className,
  children,
}: {
  /** What the rows are; read out, not shown. */
  label: string;
  /** Wide tables: scroll inside, at most 70 % of the window high. */
  scroll?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div className={cn("@container", scroll && "max-h-[70dvh] overflow-auto", className)}>
      <table
        aria-label={label}
        className={cn(
          "group/table block w-full text-left text-sm @2xl:table",
          scroll && "[--shell-top:0px]",
        )}
      >
        {children}
      </table>
    </div>
  );
}

/** The header row; hidden in card layout. */
export function Thead({ children }: { children: ReactNode }) {
  return (
    <thead className="sr-only @2xl:not-sr-only @2xl:table-header-group">
      <tr>{children}</tr>
    </thead>
  );
}

/** The rows. */
export function Tbody({ children }: { children: ReactNode }) {
  return <tbody className="block divide-y @2xl:table-row-group">{children}</tbody>;
}

/**
 * One row. `selected` tints it. The link to the object stands on its name and may cover the row
 * (`after:absolute after:inset-0`); whatever else is clicked in the row is `relative`.
 */
export function Tr({
  selected,
  className,
  ...rest
}: ComponentProps<"tr"> & { selected?: boolean }) {
  return (
    <tr
      data-selected={selected || undefined}
      className={cn(
        "relative block px-4 py-3 transition-colors duration-75 hover:bg-hover/50 @2xl:table-row @2xl:p-0",
        selected && "bg-accent-soft hover:bg-accent-soft",
        className,
      )}
      {...rest}
    />
  );
}

/** Where a column's sort stands and how to change it: a link (state in the URL) or a handler. */
export type ColumnSort = {
  direction?: "asc" | "desc";
  href?: string;
  onSort?: () => void;
};

const ariaSort = { asc: "ascending", desc: "descending" } as const;

/** A column heading, sortable when `sort` is given. */
export function Th({
  sort,
  align = "left",
  className,
  children,
}: {
  sort?: ColumnSort;
  align?: "left" | "right";
  className?: string;
  children?: ReactNode;
}) {
  return (
    <th
      scope="col"
      aria-sort={sort?.direction ? ariaSort[sort.direction] : undefined}
      className={cn(
        "sticky top-(--shell-top,0px) z-10 h-8 border-b bg-sunken px-3 text-xs font-medium whitespace-nowrap text-ink-muted first:pl-4 last:pr-4",
        align === "right" && "text-right",
        className,
      )}
    >
      {sort ? <SortControl sort={sort}>{children}</SortControl> : children}
    </th>
  );
}

function SortControl({ sort, children }: { sort: ColumnSort; children: ReactNode }) {
  const Icon = { asc: ArrowUp, desc: ArrowDown, none: ChevronsUpDown }[sort.direction ?? "none"];
  const look = cn(
    "inline-flex items-center gap-1 rounded-xs hover:text-ink",
    sort.direction && "text-ink",
  );
  const content = (
    <>
      {children}
      <Icon aria-hidden="true" className="size-3" />
    </>
  );
  if (sort.href) {
    return (
      <Link href={sort.href} scroll={false} className={look}>
        {content}
      </Link>
    );
  }
  return (
    <button type="button" onClick={sort.onSort} className={look}>
      {content}
    </button>
  );
}

/** One cell. `label` names it in card layout; without one it is the card's own line. `actions` is for the row's menu. */
export function Td({
  label,
  align = "left",
  actions = false,
  className,
  children,
  ...rest
}: ComponentProps<"td"> & { label?: string; align?: "left" | "right"; actions?: boolean }) {
  return (
    <td
      className={cn(
        "flex min-w-0 items-center justify-between gap-4 py-0.5 @2xl:table-cell @2xl:h-10 @2xl:px-3 @2xl:py-1.5 @2xl:first:pl-4 @2xl:last:pr-4",
        align === "right" && "@2xl:text-right",
        // In card layout the row's menu sits in the card's corner.
        actions && "@max-2xl:absolute @max-2xl:top-2 @max-2xl:right-2 @2xl:w-0 @2xl:text-right",
        className,
      )}
      {...rest}
    >
      {label ? (
        <span aria-hidden="true" className="shrink-0 text-xs text-ink-muted @2xl:hidden">
          {label}
        </span>
      ) : null}
      {label ? <span className="min-w-0 text-right @2xl:contents">{children}</span> : children}
    </td>
  );
}
