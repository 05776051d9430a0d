"use client";

import { cn } from "@/components/ui/cn";
import { formatRelative, formatUtc } from "@/components/ui/format-time";
import { Tooltip } from "@/components/ui/tooltip";
import { useNow } from "@/components/ui/use-now";

/** A moment: "3 min ago", with the exact local time and UTC on hover. */
export function Time({
  at,
  absolute = false,
  className,
}: {
  /** ISO text or a Date. */
  at: string | Date;
  /** Shows date and time instead of the distance: in UTC, which server and browser write alike. */
  absolute?: boolean;
  className?: string;
}) {
  const now = useNow();
  const ms = new Date(at).getTime();
  if (Number.isNaN(ms)) return <span className={className}>–</span>;
  const shown = absolute || now === undefined ? formatUtc(ms) : formatRelative(ms, now);
  return (
    <Tooltip
      content={
        <span>
          {localFormat.format(ms)}
          <br />
          {formatUtc(ms)}
        </span>
      }
    >
      <time dateTime={new Date(ms).toISOString()} className={cn("whitespace-nowrap", className)}>
        {shown}
      </time>
    </Tooltip>
  );
}

const localFormat = new Intl.DateTimeFormat(undefined, {
  dateStyle: "medium",
  timeStyle: "medium",
});
