import { cn } from "@/components/ui/cn";

/** A grey shape where something will be. Size it like the thing itself. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn("block h-4 w-full animate-shimmer rounded-sm bg-line", className)}
    />
  );
}

/** A loading list: announced once, drawn as rows. */
export function SkeletonRows({ rows = 5, label = "Loading" }: { rows?: number; label?: string }) {
  return (
    <output className="block divide-y">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-10 items-center gap-6 px-4">
          <Skeleton className={row % 2 === 0 ? "max-w-44" : "max-w-32"} />
          <Skeleton className="max-w-20" />
          <Skeleton className="ml-auto max-w-24" />
        </div>
      ))}
    </output>
  );
}
