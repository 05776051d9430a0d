"use client";

import { useDeferredValue, useMemo } from "react";
import { summarizeProfile } from "@/server/domain/profile/summarize";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { type PackLookup, validateProfile } from "@/server/domain/profile/validate-profile";
import type { ProfileVersionView } from "@/server/domain/profile/views";

/** What the engine says of the layers. Typing comes first; this may lag a frame behind. */
export function useAnalysis(
  layers: readonly ProfileLayer[],
  packs: PackLookup,
  settled: boolean,
  { type, cloudType }: ProfileVersionView["profile"],
) {
  const shown = useDeferredValue(layers);
  const problems = useMemo(
    () => (settled ? validateProfile(shown, packs, { strict: true, type, cloudType }) : []),
    [shown, packs, settled, type, cloudType],
  );
  const summary = useMemo(() => summarizeProfile(shown, packs), [shown, packs]);
  const errorCount = problems.filter((problem) => problem.severity === "error").length;
  return { problems, summary, errorCount };
}
