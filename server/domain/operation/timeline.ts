import type { OperationState, OperationStep, StepReport, StepState } from "./types";

const ended = (state: StepState) =>
  state === "Succeeded" || state === "Failed" || state === "Skipped";

/**
 * Takes what a run saw into the timeline: start, end and attempts follow from the change of state,
 * so a run that sees the same again changes nothing. Steps keep the order in which they are reported.
 * One that is reported no more stays as done: what it was to remove is gone.
 */
export function mergeSteps(
  before: readonly OperationStep[],
  reports: readonly StepReport[],
  now: Date,
): OperationStep[] {
  const steps = reports.map((report) =>
    mergeStep(
      before.find((s) => s.key === report.key),
      report,
      now,
    ),
  );
  for (const [place, step] of before.entries()) {
    if (steps.some(({ key }) => key === step.key)) continue;
    const { key, title } = step;
    const report: StepReport = { key, title, state: "Succeeded", reason: "Done", worked: true };
    const done = mergeStep(step, report, now);
    steps.splice(place, 0, done);
  }
  return steps;
}

function mergeStep(
  before: OperationStep | undefined,
  report: StepReport,
  now: Date,
): OperationStep {
  const at = now.toISOString();
  const begins = report.state !== "Waiting" && report.state !== "Skipped";
  const again = begins && before !== undefined && ended(before.state) && !ended(report.state);
  const startedAt = again || !before?.startedAt ? (begins ? at : null) : before.startedAt;
  const stillEnded = before?.state === report.state ? before.finishedAt : null;
  const untouched = before === undefined || before.state === "Waiting" || before.unchanged;
  const unchanged = report.state === "Succeeded" && untouched && !report.worked;
  return {
    key: report.key,
    title: report.title,
    state: report.state,
    startedAt,
    finishedAt: ended(report.state) ? (stillEnded ?? at) : null,
    attempt: (before?.attempt ?? 0) + (again || (begins && !before?.startedAt) ? 1 : 0),
    reason: report.reason,
    message: report.message ?? "",
    waitingFor: report.waitingFor ?? null,
    code: report.code ?? null,
    ...(unchanged && { unchanged }),
  };
}

/** The state of an operation as its steps tell it. A failed step is tried again, so it goes on. */
export function operationState(steps: readonly OperationStep[]): OperationState {
  const done = steps.every((s) => s.state === "Succeeded" || s.state === "Skipped");
  if (steps.length > 0 && done) return "Succeeded";
  return steps.some((s) => s.state === "Failed") ? "Failed" : "Running";
}

/** How much is done, in whole percent. */
export function progressOf(steps: readonly Pick<OperationStep, "state">[]): number {
  if (steps.length === 0) return 0;
  const done = steps.filter((s) => s.state === "Succeeded" || s.state === "Skipped").length;
  return Math.floor((done * 100) / steps.length);
}
