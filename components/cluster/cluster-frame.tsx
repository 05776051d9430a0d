"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useProject } from "@/components/access/session";
import { ClusterContext } from "@/components/cluster/cluster-context";
import { FrameSkeleton } from "@/components/cluster/cluster-skeleton";
import { clusterTabs } from "@/components/cluster/cluster-tabs";
import { ClusterState } from "@/components/cluster/cluster-state";
import { DeletedCluster } from "@/components/cluster/deleted-cluster";
import { KubeconfigButton } from "@/components/cluster/kubeconfig-button";
import { UnknownCluster } from "@/components/cluster/unknown-cluster";
import { UpdateHost } from "@/components/cluster/update/update-host";
import { useTRPC } from "@/components/trpc/provider";
import { QueryView } from "@/components/trpc/query-view";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { TabLinks } from "@/components/ui/tabs";
import { Version } from "@/components/ui/version";
import type { ClusterDetail } from "@/server/domain/cluster/views";

/** Header and tabs of a cluster's pages, and their common states. */
export function ClusterFrame({ clusterId, children }: { clusterId: string; children: ReactNode }) {
  const trpc = useTRPC();
  const project = useProject();
  const query = useQuery(trpc.cluster.get.queryOptions({ clusterId }));
  const list = `/${project.slug}/clusters`;
  return (
    <QueryView
      query={query}
      permission="cluster.get"
      skeleton={<FrameSkeleton />}
      notFound={<UnknownCluster />}
    >
      {(cluster) => (
        <ClusterContext.Provider value={cluster}>
          {cluster.state === "Deleted" ? (
            <DeletedCluster />
          ) : (
            <UpdateHost>
              <ClusterHeader cluster={cluster} list={list} />
              <PageBody>{children}</PageBody>
            </UpdateHost>
          )}
        </ClusterContext.Provider>
      )}
    </QueryView>
  );
}

function ClusterHeader({ cluster, list }: { cluster: ClusterDetail; list: string }) {
  const base = `${list}/${cluster.id}`;
  const nodes = cluster.spec.pools.reduce((sum, pool) => sum + pool.size, 0);
  const badges: Record<string, number> = { "/layers": cluster.layers.length, "/nodes": nodes };
  return (
    <PageHeader
      breadcrumbs={
        <Breadcrumbs items={[{ label: "Clusters", href: list }, { label: cluster.name }]} />
      }
      title={cluster.name}
      badges={
        <output aria-label="Cluster state">
          <ClusterState cluster={cluster} />
        </output>
      }
      description={
        <>
          {cluster.profile.name} <Version value={cluster.profile.version} /> · Kubernetes{" "}
          <Version value={cluster.kubernetesVersion} /> · {nodes} simulated{" "}
          {nodes === 1 ? "node" : "nodes"}
        </>
      }
      actions={<KubeconfigButton />}
      tabs={
        <TabLinks
          label="Cluster"
          tabs={clusterTabs.map(({ path, label }) => ({
            href: base + path,
            label,
            exact: path === "",
            badge: badges[path],
          }))}
        />
      }
    />
  );
}
