import { cn } from "@/components/ui/cn";

/** Three thin sheets, the last one wider: a stack that stands as an L. One colour, legible at 16 px. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 32 32"
      fill="currentColor"
      aria-hidden="true"
      className={cn("size-5 shrink-0 text-accent-text", className)}
    >
      <path d="M12.5 3h11l-10 7.4h-11z" />
      <path d="M12.5 12h11l-10 7.4h-11z" />
      <path d="M12.5 21H31l-10 7.4H2.5z" />
    </svg>
  );
}

/** Mark and name. */
export function Logo({ className }: { className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2", className)}>
      <Mark />
      <span className="text-base font-semibold tracking-[-0.01em] text-ink">Lamina</span>
    </span>
  );
}
