import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";

/** An identifier, digest or address: monospaced, shortened in the middle, copied whole. */
export function Id({
  value,
  keep = 24,
  className,
}: {
  value: string;
  /** At most so many characters are shown. */
  keep?: number;
  className?: string;
}) {
  const half = Math.floor((keep - 1) / 2);
  const shown = value.length > keep ? `${value.slice(0, half)}…${value.slice(-half)}` : value;
  return (
    <span className={cn("inline-flex max-w-full items-center gap-1", className)}>
      <code title={value} className="truncate font-mono text-xs text-ink">
        {shown}
      </code>
      <CopyButton text={value} label={`Copy ${value}`} />
    </span>
  );
}
