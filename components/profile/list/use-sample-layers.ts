"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useProject } from "@/components/access/session";
import { usePackList } from "@/components/pack/use-packs";
import { useTRPC } from "@/components/trpc/provider";
import { pickSamplePacks } from "@/server/domain/profile/sample";
import type { ProfileLayer } from "@/server/domain/profile/types";

/** The sample stack from the packs that are there; whole packs are fetched only when it is wanted. */
export function useSampleLayers() {
  const { id: projectId } = useProject();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { query } = usePackList(projectId);
  const { found, missing } = pickSamplePacks(query.data ?? []);
  const load = async (): Promise<ProfileLayer[]> => {
    const packs = found.map(({ digest }) =>
      queryClient.ensureQueryData(trpc.pack.get.queryOptions({ projectId, digest })),
    );
    // Reads YAML, which the pages that offer the sample do without until it is wanted.
    const { sampleLayers } = await import("@/server/domain/profile/sample-layers");
    return sampleLayers(await Promise.all(packs));
  };
  return { names: found.map(({ displayName }) => displayName), missing, load };
}
