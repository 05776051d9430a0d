"use client";

import { ChevronRight } from "lucide-react";
import { useId, useState, type ReactNode } from "react";
import { useStale } from "@/components/access/live-state";
import {
  currentStep,
  foldSteps,
  isOpen,
  operationLook,
  repeatsWait,
  stepCount,
} from "@/components/operation/operation-look";
import { StepRow } from "@/components/operation/step-row";
import { cn } from "@/components/ui/cn";
import { Duration } from "@/components/ui/duration";
import { Progress } from "@/components/ui/progress";
import { StatusBadge, type StatusTone } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { OperationView } from "@/server/domain/cluster/views";
import type { OperationStep } from "@/server/domain/operation/types";
import { progressOf } from "@/server/domain/operation/timeline";

const barTone: Partial<Record<StatusTone, "ok" | "warn" | "danger">> = {
  ok: "ok",
  warn: "warn",
  danger: "danger",
};

/** One operation with its steps. What runs or failed is unfolded; what ended while watched stays so. */
export function OperationCard({
  operation,
  actions,
  fix,
  unfolded = false,
}: {
  operation: OperationView;
  /** Shows the steps at first although it is over. */
  unfolded?: boolean;
  /** Retry, copy. */
  actions?: ReactNode;
  /** Stands at failures that another profile version fixes. */
  fix?: ReactNode;
}) {
  const id = useId();
  const [open, setOpen] = useState(unfolded || isOpen(operation));
  const look = operationLook(operation);
  const percent = progressOf(operation.steps);
  const live = operation.state === "Running";
  const stale = useStale() && live;
  const { shown, unchanged } = foldSteps(operation);
  return (
    <article
      id={operation.id}
      aria-labelledby={`${id}-title`}
      className="scroll-mt-16 overflow-clip rounded-lg border bg-surface"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
        <h2 id={`${id}-title`} className="min-w-0 text-sm font-semibold">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={`${id}-steps`}
            onClick={() => setOpen(!open)}
            className="flex min-w-0 items-center gap-1.5 rounded-sm text-left hover:text-accent-text"
          >
            <ChevronRight
              aria-hidden="true"
              className={cn(
                "size-4 shrink-0 text-ink-faint transition-transform",
                open && "rotate-90",
              )}
            />
            <span className="min-w-0 wrap-anywhere">{operation.title}</span>
          </button>
        </h2>
        <StatusBadge tone={look.tone} label={look.label} stale={stale} />
        <span className="text-xs text-ink-muted">
          {stepCount(shown)}
          {operation.attempt > 1 ? `, attempt ${operation.attempt}` : ""}
        </span>
        <span className="ml-auto flex items-center gap-3 text-xs text-ink-muted">
          <Time at={operation.startedAt} />
          <Duration from={operation.startedAt} to={operation.finishedAt} className="text-ink" />
          {actions}
        </span>
      </header>
      {open || live ? (
        <div className="px-4 pb-3">
          <Progress
            label={`Progress of ${operation.title}`}
            value={percent}
            tone={barTone[look.tone]}
          />
          <p className="mt-1.5 flex gap-3 text-xs text-ink-muted">
            <span className="min-w-0 flex-1 truncate">{nowText(operation)}</span>
            <span>{percent} %</span>
          </p>
        </div>
      ) : null}
      {open ? (
        <div id={`${id}-steps`} className="border-t px-4 py-3.5">
          {shown.length > 0 ? (
            <ol aria-label={`Steps of ${operation.title}`}>
              {shown.map((step, index) => (
                <StepRow
                  key={step.key}
                  step={step}
                  last={index === shown.length - 1}
                  sameWait={repeatsWait(step, shown[index - 1])}
                  fix={fix}
                />
              ))}
            </ol>
          ) : null}
          {unchanged.length > 0 ? <Unchanged steps={unchanged} /> : null}
        </div>
      ) : null}
    </article>
  );
}

function Unchanged({ steps }: { steps: readonly OperationStep[] }) {
  return (
    <details className="mt-1 text-xs text-ink-muted first:mt-0">
      <summary className="w-fit cursor-pointer rounded-sm py-1 hover:text-ink">
        {steps.length} unchanged
      </summary>
      <ul className="mt-1 space-y-1 pl-4">
        {steps.map(({ key, title }) => (
          <li key={key}>{title}</li>
        ))}
      </ul>
    </details>
  );
}

function nowText(operation: OperationView): string {
  if (operation.state === "Superseded") return "Superseded by a later change.";
  if (operation.steps.length === 0) return "Queued.";
  const step = currentStep(operation.steps);
  if (!step) return "All steps are done.";
  return step.waitingFor ? `${step.title}: waiting for ${step.waitingFor}` : step.title;
}
