import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** Facts about one thing. `columns` spreads them where there is room. */
export function KeyValueList({
  items,
  columns = 1,
  className,
}: {
  items: readonly { label: string; value: ReactNode }[];
  columns?: 1 | 2 | 3;
  className?: string;
}) {
  return (
    <div className="@container">
      <dl
        className={cn(
          "grid grid-cols-1 gap-x-8",
          columns > 1 && "@2xl:grid-cols-2",
          columns > 2 && "@5xl:grid-cols-3",
          className,
        )}
      >
        {items.map(({ label, value }) => (
          <div
            key={label}
            className="flex min-h-8 items-baseline gap-4 border-b py-1.5 last:border-b-0"
          >
            <dt className="w-32 shrink-0 text-xs text-ink-muted">{label}</dt>
            <dd className="min-w-0 flex-1 text-sm text-ink wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
