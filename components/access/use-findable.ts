"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import type { Findable } from "@/components/access/commands";
import { useCan, type ProjectRef } from "@/components/access/session";
import { useTRPC } from "@/components/trpc/provider";

/**
 * What the command menu finds in the project, and what to call when it opens. Before that it must not even
 * name its queries: what the frame has asked for, a page below can no longer bring along from the server.
 */
export function useFindable(project: ProjectRef | undefined): [Findable, () => void] {
  const trpc = useTRPC();
  const [searched, setSearched] = useState(false);
  const projectId = project?.id ?? "";
  const inputIf = (allowed: boolean) =>
    searched && project && allowed ? { projectId } : skipToken;
  const clusters = useQuery(
    trpc.cluster.list.queryOptions(inputIf(useCan("cluster.list", projectId))),
  );
  const profiles = useQuery(
    trpc.profile.list.queryOptions(inputIf(useCan("clusterProfile.list", projectId))),
  );
  const packs = useQuery(
    trpc.pack.list.queryOptions(inputIf(useCan("packRegistry.list", projectId))),
  );
  const found = {
    clusters: clusters.data ?? [],
    profiles: profiles.data ?? [],
    packs: packs.data ?? [],
  };
  return [found, useCallback(() => setSearched(true), [])];
}
