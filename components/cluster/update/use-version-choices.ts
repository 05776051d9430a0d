"use client";

import { useQuery } from "@tanstack/react-query";
import { useCluster } from "@/components/cluster/cluster-context";
import { useTRPC } from "@/components/trpc/provider";
import type { VersionChoice } from "@/server/domain/cluster/views";

/** The published versions of the page's cluster's profile. */
export function useVersionChoices() {
  const trpc = useTRPC();
  return useQuery(trpc.cluster.versions.queryOptions({ clusterId: useCluster().id }));
}

/** The version most people come for: the highest newer one that the cluster may move to. */
export function newestUpdate(choices: readonly VersionChoice[]): VersionChoice | undefined {
  return choices.find(({ age, refusal }) => age === "newer" && refusal === null);
}
