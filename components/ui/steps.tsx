import { Check } from "lucide-react";
import { cn } from "@/components/ui/cn";

/** Where a wizard stands. Steps before the current one may be buttons that lead back. */
export function Steps({
  steps,
  current,
  onStep,
}: {
  steps: readonly string[];
  /** Index of the step shown. */
  current: number;
  onStep?: (index: number) => void;
}) {
  return (
    <ol className="flex items-center gap-2 text-sm" aria-label="Steps">
      {steps.map((name, index) => {
        const state = index < current ? "done" : index === current ? "current" : "ahead";
        const content = <StepContent name={name} number={index + 1} state={state} />;
        return (
          <li
            key={name}
            aria-current={state === "current" ? "step" : undefined}
            className={cn(
              "flex min-w-0 items-center gap-2",
              index < steps.length - 1 &&
                "after:h-px after:w-4 after:shrink-0 after:bg-line-strong sm:after:w-8",
            )}
          >
            {state === "done" && onStep ? (
              <button
                type="button"
                onClick={() => onStep(index)}
                className="flex items-center gap-2 rounded-sm hover:underline"
              >
                {content}
              </button>
            ) : (
              <span className="flex min-w-0 items-center gap-2">{content}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function StepContent({
  name,
  number,
  state,
}: {
  name: string;
  number: number;
  state: "done" | "current" | "ahead";
}) {
  return (
    <>
      <span
        aria-hidden="true"
        className={cn(
          "grid size-5 shrink-0 place-items-center rounded-full border text-2xs font-semibold",
          state === "done" && "border-accent text-accent-text",
          state === "current" && "border-accent bg-accent text-on-accent",
          state === "ahead" && "border-line-control text-ink-muted",
        )}
      >
        {state === "done" ? <Check className="size-3" strokeWidth={3} /> : number}
      </span>
      <span
        className={cn(
          "truncate",
          state === "current" ? "font-medium text-ink" : "max-sm:sr-only text-ink-muted",
        )}
      >
        {name}
      </span>
      {state === "done" ? <span className="sr-only">(done)</span> : null}
    </>
  );
}
