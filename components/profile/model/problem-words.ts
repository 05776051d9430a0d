import type { ProfileProblem } from "@/server/domain/profile/types";

/** A place that is still empty is no fault: it is what building a profile is about. */
export const isUnfinished = (problem: ProfileProblem) => problem.code === "LAYER_MISSING";

/** True when something is wrong, beyond what is merely not chosen yet. */
export function hasFaults(problems: readonly ProfileProblem[]): boolean {
  return problems.some((problem) => problem.severity === "error" && !isUnfinished(problem));
}

/** The sign over all problems: how many, how grave. Null when there is none. */
export function problemsSign(
  problems: readonly ProfileProblem[],
): { words: string; tone: "neutral" | "warn" | "danger" } | null {
  if (problems.length === 0) return null;
  const count = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;
  const faults = problems.filter((problem) => !isUnfinished(problem));
  if (faults.length === 0) {
    return { words: `${count(problems.length, "layer")} to choose`, tone: "neutral" };
  }
  return { words: count(faults.length, "problem"), tone: hasFaults(faults) ? "danger" : "warn" };
}
