import { cn } from "@/components/ui/cn";

/** How far something is: 0 to 100, or undefined while nobody can tell. */
export function Progress({
  value,
  label,
  tone = "accent",
  className,
}: {
  value?: number;
  label: string;
  tone?: "accent" | "ok" | "warn" | "danger";
  className?: string;
}) {
  const percent = value === undefined ? undefined : Math.min(100, Math.max(0, value));
  const fill = { accent: "bg-accent", ok: "bg-ok", warn: "bg-warn", danger: "bg-danger" }[tone];
  return (
    <div className={cn("relative h-1.5 w-full overflow-hidden rounded-full bg-line", className)}>
      <progress aria-label={label} max={100} value={percent} className="sr-only" />
      {percent === undefined ? (
        <div
          className={cn(
            "absolute inset-y-0 w-2/5 animate-indeterminate rounded-full motion-reduce:w-full motion-reduce:opacity-50",
            fill,
          )}
        />
      ) : (
        <div
          className={cn("h-full rounded-full transition-[width] duration-300", fill)}
          style={{ width: `${percent}%` }}
        />
      )}
    </div>
  );
}
