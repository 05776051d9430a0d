"use client";

import { useQuery } from "@tanstack/react-query";
import { useCluster } from "@/components/cluster/cluster-context";
import { useTRPC } from "@/components/trpc/provider";

/** The published versions of the page's cluster's profile. */
export function useVersionChoices() {
  const trpc = useTRPC();
  return useQuery(trpc.cluster.versions.queryOptions({ clusterId: useCluster().id }));
}
