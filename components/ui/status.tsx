import { cn } from "@/components/ui/cn";

/** What a state means to the reader. Each has its own shape as well as its colour. */
export type StatusTone = "ok" | "progress" | "warn" | "danger" | "idle" | "unknown";

const shapeColor: Record<StatusTone, string> = {
  ok: "text-ok",
  progress: "text-info",
  warn: "text-warn",
  danger: "text-danger",
  idle: "text-idle",
  unknown: "text-idle",
};

const badgeColor: Record<StatusTone, string> = {
  ok: "bg-ok-soft text-ok-text",
  progress: "bg-info-soft text-info-text",
  warn: "bg-warn-soft text-warn-text",
  danger: "bg-danger-soft text-danger-text",
  idle: "bg-idle-soft text-idle-text",
  unknown: "border border-dashed border-idle text-idle-text",
};

/** Shape alone, beside a written word: disc, half disc, triangle, square with a bar, ring, dashed ring. */
export function StatusDot({ tone, className }: { tone: StatusTone; className?: string }) {
  return (
    <svg
      viewBox="0 0 12 12"
      fill="currentColor"
      aria-hidden="true"
      className={cn("size-2.5 shrink-0", shapeColor[tone], className)}
    >
      <Shape tone={tone} />
    </svg>
  );
}

function Shape({ tone }: { tone: StatusTone }) {
  const ring = { cx: 6, cy: 6, r: 4.6, fill: "none", stroke: "currentColor", strokeWidth: 1.8 };
  switch (tone) {
    case "ok":
      return <circle cx="6" cy="6" r="5" />;
    case "progress":
      return (
        <g className="origin-center animate-breathe">
          <circle {...ring} />
          <path d="M6 2.6v6.8a3.4 3.4 0 0 0 0-6.8Z" />
        </g>
      );
    case "warn":
      return <path d="M6 .8 11.6 11H.4Z" strokeLinejoin="round" />;
    case "danger":
      return <path fillRule="evenodd" d="M1.5.8h9v10.4h-9ZM3.6 5v2h4.8V5Z" />;
    case "idle":
      return <circle {...ring} />;
    case "unknown":
      return <circle {...ring} strokeDasharray="2.4 2.4" />;
  }
}

/** A state as shape, colour and word. `stale` greys it: old data is never green. */
export function StatusBadge({
  tone,
  label,
  stale = false,
  plain = false,
  className,
}: {
  tone: StatusTone;
  label: string;
  stale?: boolean;
  /** Without the coloured ground, for dense tables. */
  plain?: boolean;
  className?: string;
}) {
  return (
    <span
      className={cn(
        "inline-flex h-5.5 max-w-full items-center gap-1.5 text-xs font-medium whitespace-nowrap",
        plain ? "text-ink" : cn("rounded-sm px-1.5", badgeColor[stale ? "unknown" : tone]),
        plain && stale && "text-ink-muted",
        className,
      )}
    >
      <StatusDot tone={tone} className={stale ? "text-idle" : undefined} />
      <span className="truncate">{label}</span>
      {stale ? <span className="sr-only">(last known)</span> : null}
    </span>
  );
}
