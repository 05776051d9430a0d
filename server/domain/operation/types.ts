import type { CatalogueCode } from "./catalogue";

export type OperationKind = "create" | "update" | "scale" | "delete";
export type OperationState = "Running" | "Succeeded" | "Failed" | "Superseded";
export type StepState = "Waiting" | "Running" | "Succeeded" | "Failed" | "Skipped";

/** One line of a timeline. Times are ISO strings. */
export interface OperationStep {
  /** Stable within the operation, e.g. `control-plane` or `layer:lyr_…`. */
  key: string;
  title: string;
  state: StepState;
  startedAt: string | null;
  finishedAt: string | null;
  /** How often it was begun. */
  attempt: number;
  /** One CamelCase word, as in conditions. */
  reason: string;
  /** What was seen, for people. */
  message: string;
  /** What it waits for, while it waits. */
  waitingFor: string | null;
  code: CatalogueCode | null;
  /** Done without ever having been at work in this operation: there was nothing to change. */
  unchanged?: boolean;
}

/** What a reconciler says of a step on one run. */
export interface StepReport {
  key: string;
  title: string;
  state: StepState;
  reason: string;
  message?: string;
  waitingFor?: string;
  code?: CatalogueCode;
  /** True for what succeeded by work that no run saw. */
  worked?: boolean;
}
