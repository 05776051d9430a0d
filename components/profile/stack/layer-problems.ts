import type { ProfileProblem } from "@/server/domain/profile/types";

/** How many problems a layer has, by weight. */
export interface ProblemCount {
  errors: number;
  warnings: number;
}

/** Counts per layer id. */
export function countByLayer(problems: readonly ProfileProblem[]): Map<string, ProblemCount> {
  const counts = new Map<string, ProblemCount>();
  for (const { layerId, severity } of problems) {
    if (layerId === null) continue;
    const count = counts.get(layerId) ?? { errors: 0, warnings: 0 };
    if (severity === "error") count.errors++;
    else count.warnings++;
    counts.set(layerId, count);
  }
  return counts;
}

/** `2 errors, 1 warning`, or "" when there is none. */
export function problemWords({ errors, warnings }: ProblemCount): string {
  const words = (count: number, word: string) =>
    count === 0 ? [] : [`${count} ${word}${count === 1 ? "" : "s"}`];
  return [...words(errors, "error"), ...words(warnings, "warning")].join(", ");
}
