import { cn } from "@/components/ui/cn";

/** A version number: monospaced, so that its dots are seen; without the v of Kubernetes' own texts. */
export function Version({ value, className }: { value: string; className?: string }) {
  return (
    <span className={cn("font-mono text-[0.92em] whitespace-nowrap", className)}>
      {value.replace(/^v(?=\d)/, "")}
    </span>
  );
}
