import type { ReactNode } from "react";
import { Prefetched } from "@/app/prefetch";
import { PanelSkeleton } from "@/components/cluster/cluster-skeleton";
import { openCluster } from "./open-cluster";

/** What Next gives a page below `/[project]/clusters/[cluster]`. */
export interface ClusterPageProps {
  params: Promise<{ project: string; cluster: string }>;
}

/** One tab of a cluster's page, with the answer it shows already there. */
export async function ClusterTab({
  params,
  path,
  query,
  children,
}: ClusterPageProps & {
  /** Below the cluster's address, e.g. "/layers". */
  path: string;
  query: "operations" | "reports";
  children: ReactNode;
}) {
  const { project: slug, cluster } = await params;
  const clusterId = await openCluster(slug, cluster, path);
  return (
    <Prefetched
      skeleton={<PanelSkeleton />}
      queries={(trpc, fill) => [
        query === "operations"
          ? fill(trpc.cluster.operations.queryOptions({ clusterId }))
          : fill(trpc.cluster.reports.queryOptions({ clusterId })),
      ]}
    >
      {children}
    </Prefetched>
  );
}
