"use client";

import { ArrowRight } from "lucide-react";
import { useProject } from "@/components/access/session";
import { useStale } from "@/components/access/live-state";
import { useCluster } from "@/components/cluster/cluster-context";
import { ConditionList } from "@/components/cluster/condition-list";
import { UpdateButton } from "@/components/cluster/update/update-button";
import { UpdateNotice } from "@/components/cluster/update/update-notice";
import { PoolFacts } from "@/components/cluster/pool-facts";
import { NodeCount } from "@/components/cluster/cluster-state";
import { Timeline } from "@/components/operation/timeline";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { Id } from "@/components/ui/id";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { Version } from "@/components/ui/version";
import type { ClusterDetail } from "@/server/domain/cluster/views";

/** What a cluster is, how it is, and how to use it. */
export function OverviewTab() {
  const cluster = useCluster();
  const project = useProject();
  return (
    <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-5">
        <UpdateNotice />
        <Timeline cluster={cluster} only="newest" fix={<UpdateButton size="sm" />} />
        <Panel
          flush
          title="Conditions"
          description="Health checks, in the order they become ready."
          actions={
            <TextLink href={`/${project.slug}/clusters/${cluster.id}/timeline`} className="text-xs">
              Timeline <ArrowRight aria-hidden="true" className="inline size-3" />
            </TextLink>
          }
        >
          <ConditionList cluster={cluster} />
        </Panel>
        <PoolsPanel cluster={cluster} slug={project.slug} />
      </div>
      <div className="flex min-w-0 flex-col gap-5">
        <Panel title="Cluster">
          <Facts cluster={cluster} slug={project.slug} />
        </Panel>
        <UsePanel cluster={cluster} />
      </div>
    </div>
  );
}

function Facts({ cluster, slug }: { cluster: ClusterDetail; slug: string }) {
  const { profile, observed } = cluster;
  return (
    <KeyValueList
      items={[
        { label: "Kubernetes", value: <Version value={cluster.kubernetesVersion} /> },
        {
          label: "Endpoint",
          value: observed.endpoint ? (
            <Id value={observed.endpoint} keep={40} />
          ) : (
            <span className="text-ink-muted">Not available yet</span>
          ),
        },
        {
          label: "Profile",
          value: (
            <TextLink href={`/${slug}/profiles/${profile.id}/versions/${profile.versionId}`}>
              {profile.name} <Version value={profile.version} />
            </TextLink>
          ),
        },
        { label: "Nodes ready", value: <NodeCount cluster={cluster} /> },
        { label: "Agent", value: <AgentContact cluster={cluster} /> },
        {
          label: "Infrastructure",
          value: (
            <span className="inline-flex flex-wrap items-center gap-2">
              local <Badge tone="simulated">Simulated nodes</Badge>
            </span>
          ),
        },
        { label: "Created", value: <Time at={cluster.createdAt} /> },
        { label: "Generation", value: generationText(cluster) },
        { label: "ID", value: <Id value={cluster.id} /> },
      ]}
    />
  );
}

function PoolsPanel({ cluster, slug }: { cluster: ClusterDetail; slug: string }) {
  return (
    <Panel
      flush
      title="Pools"
      actions={
        <TextLink href={`/${slug}/clusters/${cluster.id}/nodes`} className="text-xs">
          Nodes <ArrowRight aria-hidden="true" className="inline size-3" />
        </TextLink>
      }
    >
      <ul aria-label="Pools" className="divide-y">
        {cluster.spec.pools.map((pool) => {
          const ready = cluster.observed.pools.find((p) => p.name === pool.name)?.ready ?? 0;
          return (
            <li key={pool.name} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2.5">
              <span className="text-sm font-medium">{pool.name}</span>
              <span className="min-w-0 flex-1 text-xs text-ink-muted wrap-anywhere">
                <PoolFacts pool={pool} />
              </span>
              <span className={ready < pool.size ? "text-sm text-warn-text" : "text-sm"}>
                {ready} of {pool.size} ready
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function generationText({ generation, observed }: ClusterDetail): string {
  if (observed.generation === generation) return `${generation}, applied`;
  return `${generation}, being applied (${observed.generation} so far)`;
}

function AgentContact({ cluster }: { cluster: ClusterDetail }) {
  const stale = useStale();
  const { connected, lastHeartbeatAt } = cluster.agent;
  const label = connected ? "Connected" : lastHeartbeatAt ? "Lost" : "Not yet connected";
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <StatusBadge
        plain
        stale={stale}
        tone={connected ? "ok" : lastHeartbeatAt ? "danger" : "unknown"}
        label={label}
      />
      {lastHeartbeatAt ? (
        <span className="text-xs text-ink-muted">
          last seen <Time at={lastHeartbeatAt} />
        </span>
      ) : null}
    </span>
  );
}

function UsePanel({ cluster }: { cluster: ClusterDetail }) {
  return (
    <Panel
      title="Access with kubectl"
      description={
        cluster.hasKubeconfig
          ? "Download the kubeconfig and run this command next to it. The file grants full access to the cluster: keep it secret."
          : "The kubeconfig is available once the control plane is up."
      }
    >
      <CodeBlock prompt code={`kubectl --kubeconfig ${cluster.name}.kubeconfig get nodes`} />
    </Panel>
  );
}
