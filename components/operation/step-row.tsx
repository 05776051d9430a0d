"use client";

import { Check, Minus, X } from "lucide-react";
import type { ReactNode } from "react";
import { entryOf } from "@/components/operation/operation-look";
import { cn } from "@/components/ui/cn";
import { Duration } from "@/components/ui/duration";
import { Spinner } from "@/components/ui/spinner";
import { Time } from "@/components/ui/time";
import type { OperationStep } from "@/server/domain/operation/types";

/** One step: what it is, how it stands, since when, why, and what to do about it. */
export function StepRow({
  step,
  last,
  sameWait = false,
  fix,
}: {
  step: OperationStep;
  last: boolean;
  /** The step above says already what this one waits for. */
  sameWait?: boolean;
  /** The button for a failure that another profile version fixes. */
  fix?: ReactNode;
}) {
  const idle = step.state === "Waiting" || step.state === "Skipped";
  return (
    <li
      className={cn("relative flex gap-3 last:pb-0", idle ? "pb-2" : "pb-3")}
      data-state={step.state}
    >
      {last ? null : (
        <span
          aria-hidden="true"
          className={cn(
            "absolute top-6 bottom-0 left-[9.5px] w-px",
            step.state === "Succeeded" ? "bg-ok/50" : "bg-line-strong",
          )}
        />
      )}
      <StepMark state={step.state} troubled={step.code !== null} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h3 className={cn("text-sm font-medium", idle ? "text-ink-muted" : "text-ink")}>
            {step.title}
            <span className="sr-only">: {step.state}</span>
          </h3>
          {/* A long tail of waiting steps stays one line each: what they wait for is their reason. */}
          {idle && step.waitingFor ? (
            <WaitsFor what={step.waitingFor} hidden={sameWait} />
          ) : (
            <span className="font-mono text-2xs text-ink-faint">{step.reason}</span>
          )}
          {step.attempt > 1 ? (
            <span className="text-xs text-warn-text">attempt {step.attempt}</span>
          ) : null}
          <StepTimes step={step} />
        </div>
        {step.message ? (
          <p className="text-xs text-pretty text-ink-muted wrap-anywhere">{step.message}</p>
        ) : null}
        {!idle && step.waitingFor ? <WaitsFor what={step.waitingFor} /> : null}
        <StepFault step={step} fix={fix} />
      </div>
    </li>
  );
}

function WaitsFor({ what, hidden = false }: { what: string; hidden?: boolean }) {
  return <p className={hidden ? "sr-only" : "text-xs text-ink-muted"}>Waiting for {what}</p>;
}

function StepTimes({ step }: { step: OperationStep }) {
  if (!step.startedAt) return null;
  return (
    <span className="ml-auto inline-flex items-baseline gap-3 text-xs text-ink-muted">
      <span className="max-sm:hidden">
        <Time at={step.startedAt} />
      </span>
      <span className={cn("min-w-14 text-right", !step.finishedAt && "text-info-text")}>
        <Duration from={step.startedAt} to={step.finishedAt} />
      </span>
    </span>
  );
}

/** A disc with a sign for what ended, a spinner for what runs, a ring for what waits. */
function StepMark({ state, troubled }: { state: OperationStep["state"]; troubled: boolean }) {
  const disc = "relative grid size-5 shrink-0 place-items-center rounded-full";
  switch (state) {
    case "Succeeded":
      return (
        <span aria-hidden="true" className={cn(disc, "bg-ok-soft text-ok-text")}>
          <Check strokeWidth={3} className="size-3" />
        </span>
      );
    case "Failed":
      return (
        <span aria-hidden="true" className={cn(disc, "bg-danger text-on-danger")}>
          <X strokeWidth={3} className="size-3" />
        </span>
      );
    case "Running":
      return (
        <span
          aria-hidden="true"
          className={cn(disc, troubled ? "text-warn-text" : "text-info-text")}
        >
          <Spinner />
        </span>
      );
    case "Skipped":
      return (
        <span aria-hidden="true" className={cn(disc, "bg-idle-soft text-idle-text")}>
          <Minus strokeWidth={3} className="size-3" />
        </span>
      );
    case "Waiting":
      return (
        <span aria-hidden="true" className={disc}>
          <span className="size-3 rounded-full border-2 border-line-control" />
        </span>
      );
  }
}

/** What the catalogue says of the failure, and who can fix it. */
function StepFault({ step, fix }: { step: OperationStep; fix: ReactNode }) {
  const entry = entryOf(step.code);
  if (!entry) return null;
  const failed = step.state === "Failed";
  return (
    <div
      role={failed ? "alert" : "note"}
      className={cn(
        "mt-1.5 rounded-md px-3 py-2 text-xs",
        failed ? "bg-danger-soft" : "bg-warn-soft",
      )}
    >
      <p className="flex flex-wrap items-baseline gap-x-2">
        <strong className={cn("font-medium", failed ? "text-danger-text" : "text-warn-text")}>
          {entry.title}
        </strong>
        <code className="font-mono text-2xs text-ink-muted">{step.code}</code>
        <span className="ml-auto text-ink-muted">
          {entry.fixer === "you" ? "Needs your attention" : "Lamina retries automatically"}
        </span>
      </p>
      <div className="mt-0.5 flex flex-wrap items-end justify-between gap-x-3 gap-y-1.5">
        <p className="min-w-0 flex-1 basis-64 text-pretty text-ink">{entry.next}</p>
        {failed && entry.byUpdate ? fix : null}
      </div>
    </div>
  );
}
