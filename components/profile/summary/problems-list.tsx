"use client";

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { layerKindTitles } from "@/server/domain/pack/types";
import type { ProfileProblem } from "@/server/domain/profile/types";

/** Everything wrong with the profile; a press goes to the layer and the key. */
export function ProblemsList() {
  const { problems, packsSettled, layers } = useBuilderContext();
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 px-4 py-4 text-sm text-ink-muted">
        <CircleCheck aria-hidden="true" className="size-4 text-ok" />
        {packsSettled || layers.length === 0
          ? "No problems. The profile can be published."
          : "Checking…"}
      </p>
    );
  }
  const sorted = [...problems].sort((a, b) => weight(a) - weight(b));
  return (
    <ul aria-label="Problems" className="divide-y">
      {sorted.map((problem) => (
        <li key={keyOf(problem)}>
          <ProblemRow problem={problem} />
        </li>
      ))}
    </ul>
  );
}

const weight = (problem: ProfileProblem) => (problem.severity === "error" ? 0 : 1);
const keyOf = (problem: ProfileProblem) =>
  [
    problem.code,
    problem.layerId,
    problem.kind,
    problem.manifest,
    problem.line,
    problem.column,
    problem.message,
  ].join("|");

function ProblemRow({ problem }: { problem: ProfileProblem }) {
  const { showProblem } = useBuilderContext();
  const isError = problem.severity === "error";
  const where = problem.layerName ?? (problem.kind ? layerKindTitles[problem.kind] : "Profile");
  return (
    <button
      type="button"
      onClick={() => showProblem(problem)}
      className="flex w-full items-start gap-2.5 px-4 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2"
    >
      {isError ? (
        <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-danger" />
      ) : (
        <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
      )}
      <span className="min-w-0 flex-1">
        <span className="sr-only">{isError ? "Error" : "Warning"}: </span>
        <span className="block text-sm text-ink wrap-anywhere">{problem.message}</span>
        <span className="block text-xs text-ink-muted">
          {where}
          {problem.manifest ? ` · ${problem.manifest}` : ""}
          {problem.path ? <span className="font-mono text-2xs"> · {problem.path}</span> : null}
          {problem.layerId === null ? "" : ` · line ${problem.line}`}
        </span>
      </span>
    </button>
  );
}
