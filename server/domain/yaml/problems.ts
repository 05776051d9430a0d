import type { Problem } from "./types";

/** So many problems of one text are told: nobody reads on after them. */
export const maxProblems = 100;

/** The first of many problems; what stops publishing is never pushed out by warnings. */
export function firstProblems<P extends Problem>(problems: readonly P[]): P[] {
  if (problems.length <= maxProblems) return [...problems];
  const errors = problems.filter((problem) => problem.severity === "error");
  const warnings = problems.filter((problem) => problem.severity === "warning");
  return [...errors, ...warnings].slice(0, maxProblems);
}
