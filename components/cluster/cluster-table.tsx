"use client";

import { CircleArrowUp } from "lucide-react";
import { ClusterProgress, ClusterState, NodeCount } from "@/components/cluster/cluster-state";
import {
  directionOf,
  type ClusterListParams,
  type SortKey,
} from "@/components/cluster/cluster-list-params";
import type { UrlChange } from "@/components/cluster/use-url-params";
import { Badge } from "@/components/ui/badge";
import { Table, Tbody, Td, Th, Thead, Tr, type ColumnSort } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { Version } from "@/components/ui/version";
import type { ClusterSummary } from "@/server/domain/cluster/views";

/** The clusters as rows; as cards where it is narrow. */
export function ClusterTable({
  clusters,
  updates,
  projectSlug,
  params,
  onChange,
}: {
  clusters: readonly ClusterSummary[];
  /** The newer version of its profile that a cluster may move to, by the cluster's id. */
  updates: ReadonlyMap<string, string>;
  projectSlug: string;
  params: ClusterListParams;
  onChange: (change: UrlChange) => void;
}) {
  const sort = (key: SortKey): ColumnSort => {
    const direction = params.sort === key ? directionOf(params) : undefined;
    const other = direction === "asc" ? "desc" : "asc";
    return { direction, onSort: () => onChange({ sort: key, dir: direction && other }) };
  };
  return (
    <Table label="Clusters">
      <Thead>
        <Th sort={sort("name")}>Name</Th>
        <Th sort={sort("state")}>State</Th>
        <Th>Progress</Th>
        <Th sort={sort("version")}>Kubernetes</Th>
        <Th sort={sort("profile")}>Profile</Th>
        <Th align="right" sort={sort("nodes")}>
          Nodes
        </Th>
        <Th align="right" sort={sort("created")}>
          Created
        </Th>
      </Thead>
      <Tbody>
        {clusters.map((cluster) => (
          <ClusterRow
            key={cluster.id}
            cluster={cluster}
            update={updates.get(cluster.id)}
            projectSlug={projectSlug}
          />
        ))}
      </Tbody>
    </Table>
  );
}

function ClusterRow({
  cluster,
  update,
  projectSlug,
}: {
  cluster: ClusterSummary;
  update: string | undefined;
  projectSlug: string;
}) {
  const { profile } = cluster;
  const page = `/${projectSlug}/clusters/${cluster.id}`;
  return (
    <Tr>
      <Td>
        {/* The whole row is the target; what else can be clicked in it stands above. */}
        <TextLink quiet href={page} className="after:absolute after:inset-0 after:content-['']">
          {cluster.name}
        </TextLink>
      </Td>
      <Td label="State">
        <span className="relative">
          <ClusterState cluster={cluster} plain />
        </span>
      </Td>
      <Td label="Progress">
        <ClusterProgress cluster={cluster} />
      </Td>
      <Td label="Kubernetes">
        <Version value={cluster.kubernetesVersion} />
      </Td>
      <Td label="Profile">
        <TextLink
          quiet
          href={`/${projectSlug}/profiles/${profile.id}/versions/${profile.versionId}`}
          className="relative font-normal"
        >
          {profile.name} <Version value={profile.version} className="text-ink-muted" />
        </TextLink>
        {update ? (
          <TextLink
            quiet
            href={`${page}?update=newest`}
            className="relative ml-2"
            title={`Update to ${profile.name} ${update}`}
          >
            <Badge tone="info" icon={<CircleArrowUp />}>
              <Version value={update} /> available
            </Badge>
          </TextLink>
        ) : null}
      </Td>
      <Td label="Nodes" align="right">
        <NodeCount cluster={cluster} />
      </Td>
      <Td label="Created" align="right">
        <Time at={cluster.createdAt} className="relative text-ink-muted" />
      </Td>
    </Tr>
  );
}
