export type ConditionStatus = "True" | "False" | "Unknown";

/**
 * One observed fact about a cluster, in the form of Kubernetes' `metav1.Condition`.
 * `code` is the entry of the error catalogue when the condition tells of a failure.
 */
export interface Condition {
  type: string;
  status: ConditionStatus;
  reason: string;
  message: string;
  /** ISO time of the last change of `status`. */
  lastTransitionTime: string;
  observedGeneration: number;
  code?: string;
}

/** A condition as a reconciler step reports it; the time is filled in on merging. */
export type ConditionReport = Omit<Condition, "lastTransitionTime" | "observedGeneration">;

/**
 * Takes a report into a list: replaced in place, and the transition time kept while the status is
 * the same (Kubernetes API conventions, "typical status properties").
 */
export function setCondition(
  conditions: readonly Condition[],
  report: ConditionReport,
  now: Date,
  generation: number,
): Condition[] {
  const before = conditions.find((c) => c.type === report.type);
  const since = before?.status === report.status ? before.lastTransitionTime : now.toISOString();
  const after = { ...report, lastTransitionTime: since, observedGeneration: generation };
  return before
    ? conditions.map((c) => (c.type === report.type ? after : c))
    : [...conditions, after];
}

/** Folds conditions into one status: any False wins, then Unknown; a type never reported is Unknown. */
export function summarize(
  conditions: readonly Condition[],
  types: readonly string[],
): ConditionStatus {
  const statuses = types.map((t) => conditions.find((c) => c.type === t)?.status ?? "Unknown");
  if (statuses.includes("False")) return "False";
  return statuses.includes("Unknown") ? "Unknown" : "True";
}
