"use client";

import { useEffect, useState } from "react";
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
  useEffect(() => client.start(setAnalysis), [client]);
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
