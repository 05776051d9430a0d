"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { useTRPC } from "@/components/trpc/provider";
import type { ClusterDetail } from "@/server/domain/cluster/views";

/** The cluster of the page; ClusterFrame gives it once it is loaded. */
export const ClusterContext = createContext<ClusterDetail | null>(null);

/** The cluster of the page. Only below ClusterFrame. */
export function useCluster(): ClusterDetail {
  const cluster = useContext(ClusterContext);
  if (!cluster) throw new Error("This component belongs below ClusterFrame.");
  return cluster;
}

/** What the cluster's agent last reported. */
export function useReports() {
  const trpc = useTRPC();
  return useQuery(trpc.cluster.reports.queryOptions({ clusterId: useCluster().id }));
}
