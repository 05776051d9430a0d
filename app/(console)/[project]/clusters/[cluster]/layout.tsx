import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Prefetched } from "@/app/prefetch";
import { FrameSkeleton } from "@/components/cluster/cluster-skeleton";
import { ClusterFrame } from "@/components/cluster/cluster-frame";
import { pageCaller } from "@/server/api/page-caller";
import { isClusterId, openCluster } from "./open-cluster";

type Params = Promise<{ project: string; cluster: string }>;

/** The cluster's name; nothing of a cluster that this person may not see. */
export async function generateMetadata({ params }: { params: Params }): Promise<Metadata> {
  const { cluster: clusterId } = await params;
  const caller = await pageCaller();
  const name = await caller.cluster.get({ clusterId }).then(
    (cluster) => cluster.name,
    () => "Cluster",
  );
  return { title: { default: name, template: `%s · ${name} · Lamina` } };
}

export default async function ClusterLayout({
  params,
  children,
}: {
  params: Params;
  children: ReactNode;
}) {
  const { project: slug, cluster } = await params;
  // The page knows its whole address, so it leads on from a name.
  if (!isClusterId(cluster)) return children;
  const clusterId = await openCluster(slug, cluster, "");
  return (
    <Prefetched
      skeleton={<FrameSkeleton />}
      queries={(trpc, fill) => [
        fill(trpc.cluster.get.queryOptions({ clusterId })),
        fill(trpc.cluster.versions.queryOptions({ clusterId })),
      ]}
    >
      <ClusterFrame clusterId={clusterId}>{children}</ClusterFrame>
    </Prefetched>
  );
}
