"use client";

import { CircleCheck } from "lucide-react";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { layerKindTitles } from "@/server/domain/pack/types";
import type { ProfileProblem } from "@/server/domain/profile/types";
import { FixButton, ProblemIcon } from "./problem-parts";

/** Everything wrong with the profile; a press goes to the layer and the key. */
export function ProblemsList() {
  const { problems, checked, layers, draft } = useBuilderContext();
  const isPublished = draft.base.state === "published";
  const noProblems = isPublished ? "No problems." : "No problems. The profile can be published.";
  if (problems.length === 0) {
    return (
      <p className="flex items-center gap-2 px-4 py-4 text-sm text-ink-muted">
        <CircleCheck aria-hidden="true" className="size-4 text-ok" />
        {checked || layers.length === 0 ? noProblems : "Checking…"}
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
  const where = problem.layerName ?? (problem.kind ? layerKindTitles[problem.kind] : "Profile");
  return (
    <div className="flex flex-wrap items-start justify-end gap-x-2 pr-3 hover:bg-hover">
      <button
        type="button"
        data-problem=""
        onClick={() => showProblem(problem)}
        className="flex min-w-0 flex-1 basis-60 items-start gap-2.5 py-2 pl-4 text-left focus-visible:-outline-offset-2"
      >
        <ProblemIcon problem={problem} />
        <span className="min-w-0 flex-1">
          <span className="block text-sm text-ink wrap-anywhere">{problem.message}</span>
          <span className="block text-xs text-ink-muted">
            {where}
            {problem.manifest ? ` · ${problem.manifest}` : ""}
            {problem.path ? <span className="font-mono text-2xs"> · {problem.path}</span> : null}
            {problem.layerId === null || problem.wholeLayer ? "" : ` · line ${problem.line}`}
          </span>
        </span>
      </button>
      <FixButton problem={problem} className="my-2" />
    </div>
  );
}
