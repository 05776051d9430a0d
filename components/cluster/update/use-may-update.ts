"use client";

import { useCan } from "@/components/access/session";
import { useCluster } from "@/components/cluster/cluster-context";

/** Whether this person may move the page's cluster to another version now. */
export function useMayUpdate(): boolean {
  const cluster = useCluster();
  const allowed = useCan("cluster.update", cluster.projectId);
  return allowed && cluster.state !== "Deleting";
}
