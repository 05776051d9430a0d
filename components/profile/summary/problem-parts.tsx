"use client";

import { CircleAlert, CircleDashed, TriangleAlert, Wrench } from "lucide-react";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { isUnfinished } from "@/components/profile/model/problem-words";
import { Button } from "@/components/ui/button";
import type { ProfileProblem } from "@/server/domain/profile/types";

const looks = {
  unfinished: { icon: CircleDashed, look: "text-ink-faint", word: "To do" },
  error: { icon: CircleAlert, look: "text-danger", word: "Error" },
  warning: { icon: TriangleAlert, look: "text-warn", word: "Warning" },
};

/** The weight of a problem as a sign, with its word for screen readers. */
export function ProblemIcon({ problem }: { problem: ProfileProblem }) {
  const { icon: Icon, look, word } = looks[isUnfinished(problem) ? "unfinished" : problem.severity];
  return (
    <>
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${look}`} />
      <span className="sr-only">{word}: </span>
    </>
  );
}

/** Makes the fix of a problem, where there is one. */
export function FixButton({ problem, className }: { problem: ProfileProblem; className?: string }) {
  const { readOnly, labelOf, makeFix } = useBuilderContext();
  const { fix } = problem;
  const label = fix && labelOf(fix);
  if (!fix || !label || readOnly) return null;
  return (
    <Button size="sm" icon={<Wrench />} className={className} onClick={() => makeFix(fix)}>
      <span className="max-w-60 truncate">{label}</span>
    </Button>
  );
}
