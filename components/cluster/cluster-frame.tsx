"use client";

import { useQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import type { ReactNode } from "react";
import { useProject } from "@/components/access/session";
import { ClusterContext } from "@/components/cluster/cluster-context";
import { ClusterState } from "@/components/cluster/cluster-state";
import { DeletedCluster } from "@/components/cluster/deleted-cluster";
import { KubeconfigButton } from "@/components/cluster/kubeconfig-button";
import { UpdateHost } from "@/components/cluster/update/update-host";
import { useTRPC } from "@/components/trpc/provider";
import { QueryView } from "@/components/trpc/query-view";
import { Badge } from "@/components/ui/badge";
import { Breadcrumbs } from "@/components/ui/breadcrumbs";
import { ButtonLink } from "@/components/ui/button";
import { NotFoundState } from "@/components/ui/not-found-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { TabLinks } from "@/components/ui/tabs";
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
      notFound={
        <NotFoundState
          what="cluster"
          headingLevel={1}
          action={
            <ButtonLink href={list} icon={<Boxes />}>
              All clusters
            </ButtonLink>
          }
        />
      }
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
  return (
    <PageHeader
      breadcrumbs={
        <Breadcrumbs items={[{ label: "Clusters", href: list }, { label: cluster.name }]} />
      }
      title={cluster.name}
      badges={
        <>
          <output aria-label="Cluster state">
            <ClusterState cluster={cluster} />
          </output>
          <Badge tone="simulated">Simulated nodes</Badge>
        </>
      }
      actions={<KubeconfigButton />}
      tabs={
        <TabLinks
          label="Cluster"
          tabs={[
            { href: base, label: "Overview", exact: true },
            { href: `${base}/timeline`, label: "Timeline" },
            { href: `${base}/layers`, label: "Layers", badge: cluster.layers.length },
            { href: `${base}/nodes`, label: "Nodes & pools", badge: nodes },
            { href: `${base}/workloads`, label: "Workloads" },
            { href: `${base}/events`, label: "Events" },
            { href: `${base}/settings`, label: "Settings" },
          ]}
        />
      }
    />
  );
}

function FrameSkeleton() {
  return (
    <div className="page-width pt-5">
      <Skeleton className="h-3 w-24" />
      <Skeleton className="mt-3 h-6 w-56" />
      <Skeleton className="mt-6 h-4 w-full max-w-xl" />
      <Panel flush className="mt-8">
        <SkeletonRows label="Loading the cluster" rows={7} />
      </Panel>
    </div>
  );
}
