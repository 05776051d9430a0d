import type { StatusTone } from "@/components/ui/status";
import {
  errorCatalogue,
  isCatalogueCode,
  type CatalogueEntry,
} from "@/server/domain/operation/catalogue";
import type { OperationView } from "@/server/domain/cluster/views";
import type { OperationStep } from "@/server/domain/operation/types";

/** How an operation's state is shown. */
export function operationLook(operation: Pick<OperationView, "state" | "steps">): {
  tone: StatusTone;
  label: string;
} {
  switch (operation.state) {
    case "Succeeded":
      return { tone: "ok", label: "Succeeded" };
    case "Superseded":
      return { tone: "idle", label: "Superseded" };
    case "Failed":
      return { tone: "danger", label: "Failed" };
    case "Running":
      return operation.steps.some((step) => step.code)
        ? { tone: "warn", label: "Running, with errors" }
        : { tone: "progress", label: "Running" };
  }
}

/** True while somebody may want to watch it; the others are folded. */
export function isOpen(operation: Pick<OperationView, "state">): boolean {
  return operation.state === "Running" || operation.state === "Failed";
}

/** What the error catalogue says of a step's code. */
export function entryOf(code: string | null): CatalogueEntry | null {
  return code !== null && isCatalogueCode(code) ? errorCatalogue[code] : null;
}

/** The steps of an operation that something was done in, and those that stayed as they were. */
export function foldSteps({ kind, steps }: Pick<OperationView, "kind" | "steps">): {
  shown: OperationStep[];
  unchanged: OperationStep[];
} {
  // A new cluster and a deletion begin with everything still to be done.
  const folds = kind === "update" || kind === "scale";
  return {
    shown: steps.filter((step) => !folds || !step.unchanged),
    unchanged: steps.filter((step) => folds && step.unchanged),
  };
}

/** True when the step waits for the same as the one above it, which says it for both. */
export function repeatsWait(step: OperationStep, above: OperationStep | undefined): boolean {
  return (
    step.state === "Waiting" && above?.state === "Waiting" && step.waitingFor === above.waitingFor
  );
}

/** Counts for the line of a folded operation: "7 of 7 steps". */
export function stepCount(steps: readonly OperationStep[]): string {
  const done = steps.filter((s) => s.state === "Succeeded" || s.state === "Skipped").length;
  return `${done} of ${steps.length} ${steps.length === 1 ? "step" : "steps"}`;
}

/** The step people want to read first: a failed one, else the one at work, else the one that waits. */
export function currentStep(steps: readonly OperationStep[]): OperationStep | undefined {
  const first = (state: OperationStep["state"]) => steps.find((s) => s.state === state);
  return first("Failed") ?? first("Running") ?? first("Waiting");
}
