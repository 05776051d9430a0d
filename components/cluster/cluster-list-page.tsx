"use client";

import { useQuery } from "@tanstack/react-query";
import { Boxes, Plus, SearchX } from "lucide-react";
import { useCan, useProject } from "@/components/access/session";
import { arrangeClusters, clusterListParams } from "@/components/cluster/cluster-list-params";
import { ClusterTable } from "@/components/cluster/cluster-table";
import { useUrlParams } from "@/components/cluster/use-url-params";
import { useTRPC } from "@/components/trpc/provider";
import { QueryView } from "@/components/trpc/query-view";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Toolbar } from "@/components/ui/toolbar";
import type { ClusterSummary } from "@/server/domain/cluster/views";

/** All clusters of a project, found by words, state and order that stand in the address. */
export function ClusterListPage() {
  const project = useProject();
  const trpc = useTRPC();
  const query = useQuery(trpc.cluster.list.queryOptions({ projectId: project.id }));
  return (
    <>
      <ListHeader />
      <PageBody>
        <QueryView query={query} permission="cluster.list" skeleton={<ListSkeleton />}>
          {(clusters) => (clusters.length === 0 ? <NoClusters /> : <Found clusters={clusters} />)}
        </QueryView>
      </PageBody>
    </>
  );
}

function ListHeader() {
  return (
    <PageHeader
      title="Clusters"
      description="Each runs one published version of a profile."
      actions={<DeployLink variant="primary" />}
    />
  );
}

/** The page before the clusters are known: head, toolbar and the table's head stand where they will be. */
export function ClusterListSkeleton() {
  return (
    <>
      <ListHeader />
      <PageBody>
        <ListSkeleton />
      </PageBody>
    </>
  );
}

function ListSkeleton() {
  const project = useProject();
  const [params] = useUrlParams(clusterListParams);
  const ignore = () => undefined;
  return (
    <>
      <Toolbar>
        <SearchInput disabled label="Find a cluster" value={params.q} onValueChange={ignore} />
        <Select
          disabled
          aria-label="State"
          className="w-44"
          value={params.state}
          options={states}
          onValueChange={ignore}
        />
      </Toolbar>
      <Panel flush>
        <ClusterTable
          clusters={[]}
          updates={new Map()}
          projectSlug={project.slug}
          params={params}
          onChange={ignore}
        />
        <SkeletonRows label="Loading clusters" />
      </Panel>
    </>
  );
}

/** Leads to the deploy wizard; absent without the permission. */
export function DeployLink({ variant }: { variant?: "primary" | "secondary" }) {
  const project = useProject();
  if (!useCan("cluster.create", project.id)) return null;
  return (
    <ButtonLink variant={variant} icon={<Plus />} href={`/${project.slug}/clusters/new`}>
      Deploy a cluster
    </ButtonLink>
  );
}

const states = [
  { value: "all", label: "All states" },
  { value: "attention", label: "Needs attention" },
  { value: "Provisioning", label: "Provisioning" },
  { value: "Running", label: "Running" },
  { value: "Deleting", label: "Deleting" },
] as const;

function Found({ clusters }: { clusters: readonly ClusterSummary[] }) {
  const project = useProject();
  const [params, change] = useUrlParams(clusterListParams);
  const shown = arrangeClusters(clusters, params);
  const updates = useUpdates(project.id);
  return (
    <>
      <Toolbar
        end={
          <span className="text-xs text-ink-muted">
            {shown.length} of {clusters.length}
          </span>
        }
      >
        <SearchInput label="Find a cluster" value={params.q} onValueChange={(q) => change({ q })} />
        <Select
          aria-label="State"
          className="w-44"
          value={params.state}
          options={states}
          onValueChange={(state) => change({ state: state === "all" ? undefined : state })}
        />
      </Toolbar>
      <Panel flush>
        {shown.length === 0 ? (
          <EmptyState
            icon={<SearchX />}
            title="No matching clusters"
            action={
              <Button onClick={() => change({ q: undefined, state: undefined })}>
                Clear filters
              </Button>
            }
          >
            Try another search or clear the filters.
          </EmptyState>
        ) : (
          <ClusterTable
            clusters={shown}
            updates={updates}
            projectSlug={project.slug}
            params={params}
            onChange={change}
          />
        )}
      </Panel>
    </>
  );
}

/** The newer version of its profile that each cluster may move to, by the cluster's id. */
function useUpdates(projectId: string): ReadonlyMap<string, string> {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.cluster.updates.queryOptions({ projectId }));
  return new Map(data.map(({ clusterId, version }) => [clusterId, version]));
}

function NoClusters() {
  return (
    <Panel>
      <EmptyState
        icon={<Boxes />}
        title="No clusters yet"
        action={<DeployLink variant="primary" />}
      >
        A cluster runs a published profile version on a set of machines. Choose the version and the
        number of machines, then watch every step until it is running.
      </EmptyState>
    </Panel>
  );
}
