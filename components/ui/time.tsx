"use client";

import { cn } from "@/components/ui/cn";
import { formatRelative, formatUtc } from "@/components/ui/format-time";
import { Tooltip } from "@/components/ui/tooltip";
import { useNow } from "@/components/ui/use-now";

/** A moment: "3 min ago", with the exact time on hover. The server draws UTC, so hydration agrees. */
export function Time({
  at,
  absolute = false,
  className,
}: {
  /** ISO text or a Date. */
  at: string | Date;
  /** Shows the local date and time instead of the distance. */
  absolute?: boolean;
  className?: string;
}) {
  const now = useNow();
  const ms = new Date(at).getTime();
  if (Number.isNaN(ms)) return <span className={className}>–</span>;
  const local = now === undefined ? formatUtc(ms) : localFormat.format(ms);
  const shown = absolute || now === undefined ? local : formatRelative(ms, now);
  return (
    <Tooltip
      content={
        <span>
          {local}
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
