import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";

/** Commands or a file to read and copy. Editing is Monaco's work. */
export function CodeBlock({
  code,
  title,
  prompt = false,
  actions,
  className,
}: {
  code: string;
  title?: string;
  /** Shows a $ before each line that is not copied. */
  prompt?: boolean;
  actions?: ReactNode;
  className?: string;
}) {
  const copy = <CopyButton text={code} />;
  return (
    <div className={cn("relative min-w-0 overflow-hidden rounded-md border bg-sunken", className)}>
      {title ? (
        <div className="flex h-8 items-center gap-2 border-b pr-1 pl-3">
          <span className="min-w-0 flex-1 truncate font-mono text-xs text-ink-muted">{title}</span>
          {actions}
          {copy}
        </div>
      ) : (
        <div className="absolute top-1 right-1 rounded-md bg-sunken">{copy}</div>
      )}
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must scroll by keyboard too
        tabIndex={0}
        aria-label={title ?? "Code"}
        className={cn(
          "max-h-96 overflow-auto px-3 py-2 font-mono text-xs leading-5 focus-visible:-outline-offset-2",
          // Beside the button: the end of a long line scrolls up to it, never under it.
          !title && "mr-9 pr-0",
          prompt && "break-words whitespace-pre-wrap",
        )}
      >
        {prompt
          ? code.split("\n").map((line, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- lines have no other identity
              <span
                key={index}
                className="block before:mr-2 before:text-ink-faint before:content-['$']"
              >
                {line}
              </span>
            ))
          : code}
      </pre>
    </div>
  );
}
