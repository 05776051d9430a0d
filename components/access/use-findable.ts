"use client";

import { useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { Findable } from "@/components/access/commands";
import { useCan, type ProjectRef } from "@/components/access/session";
import { useTRPC } from "@/components/trpc/provider";

/** What the command menu finds in the project, and what to call when it opens: only then is the rest fetched. */
export function useFindable(project: ProjectRef | undefined): [Findable, () => void] {
  const trpc = useTRPC();
  const [searched, setSearched] = useState(false);
  const projectId = project?.id ?? "";
  const here = project !== undefined;
  const mayClusters = useCan("cluster.list", projectId);
  const mayProfiles = useCan("clusterProfile.list", projectId);
  const mayPacks = useCan("packRegistry.list", projectId);
  const input = { projectId };
  const clusters = useQuery({
    ...trpc.cluster.list.queryOptions(input),
    enabled: here && mayClusters,
  });
  const profiles = useQuery({
    ...trpc.profile.list.queryOptions(input),
    enabled: here && mayProfiles && searched,
  });
  const packs = useQuery({
    ...trpc.pack.list.queryOptions(input),
    enabled: here && mayPacks && searched,
  });
  const found = {
    clusters: clusters.data ?? [],
    profiles: profiles.data ?? [],
    packs: packs.data ?? [],
  };
  return [found, useCallback(() => setSearched(true), [])];
}
