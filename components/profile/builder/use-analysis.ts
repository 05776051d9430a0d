"use client";

import { startTransition, useEffect, useState } from "react";
import { AnalysisClient } from "@/components/profile/analysis/analysis-client";
import type { Analysis } from "@/components/profile/analysis/analyzer";
import { openOnPage, openWorker } from "@/components/profile/analysis/open-analysis";
import type { ProfileLayer, ProfileProblem } from "@/server/domain/profile/types";
import type { PackLookup } from "@/server/domain/profile/validate-profile";
import type { ProfileVersionView } from "@/server/domain/profile/views";

const none: ProfileProblem[] = [];

/** What the engine says of the layers. It works in the background; until it has answered, nothing is known. */
export function useAnalysis(
  layers: readonly ProfileLayer[],
  packs: PackLookup,
  settled: boolean,
  { type, cloudType }: ProfileVersionView["profile"],
) {
  const [client] = useState(() => new AnalysisClient(openWorker, openOnPage));
  const [analysis, setAnalysis] = useState<Analysis | null>(null);
  useEffect(
    () =>
      client.start((answer) =>
        startTransition(() => setAnalysis((known) => merged(known, answer))),
      ),
    [client],
  );
  useEffect(() => {
    client.ask({ layers, packs, settled, type, cloudType });
  }, [client, layers, packs, settled, type, cloudType]);
  const problems = analysis?.problems ?? none;
  return {
    problems,
    summary: analysis?.summary ?? null,
    errorCount: problems.filter((problem) => problem.severity === "error").length,
    /** The engine has looked at all layers with their packs. */
    checked: analysis?.settled ?? false,
  };
}

/** The new answer, with the objects of the known one wherever they say the same: what is shown stays. */
function merged(known: Analysis | null, { settled, problems, summary }: Analysis): Analysis {
  if (known === null) return { settled, problems, summary };
  const next = {
    settled,
    problems: same(known.problems, problems) ? known.problems : problems,
    summary: same(known.summary, summary) ? known.summary : summary,
  };
  const isKnown = next.problems === known.problems && next.summary === known.summary;
  return isKnown && settled === known.settled ? known : next;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
