"use client";

import { cn } from "@/components/ui/cn";
import { formatDuration, formatTicking } from "@/components/ui/format-time";
import { useNow } from "@/components/ui/use-now";

/** How long something took; without an end it counts on, once a second. */
export function Duration({
  from,
  to,
  className,
}: {
  from: string | Date;
  to?: string | Date | null;
  className?: string;
}) {
  const now = useNow();
  const start = new Date(from).getTime();
  const end = to ? new Date(to).getTime() : now;
  const span = end === undefined ? Number.NaN : end - start;
  return (
    <span className={cn("whitespace-nowrap", className)}>
      {Number.isNaN(span) ? "–" : (to ? formatDuration : formatTicking)(span)}
    </span>
  );
}
