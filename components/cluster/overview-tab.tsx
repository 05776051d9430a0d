"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useProject } from "@/components/access/session";
import { useStale } from "@/components/access/live-state";
import { useCluster } from "@/components/cluster/cluster-context";
import { ConditionList } from "@/components/cluster/condition-list";
import { NodeCount } from "@/components/cluster/cluster-state";
import { isOpen } from "@/components/operation/operation-look";
import { Timeline } from "@/components/operation/timeline";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { Id } from "@/components/ui/id";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { ClusterDetail } from "@/server/domain/cluster/views";

/** What a cluster is, how it is, and how to use it. */
export function OverviewTab() {
  const cluster = useCluster();
  const project = useProject();
  const trpc = useTRPC();
  const operations = useQuery(trpc.cluster.operations.queryOptions({ clusterId: cluster.id }));
  const newest = operations.data?.[0];
  return (
    <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-5">
        {newest && isOpen(newest) ? <Timeline cluster={cluster} only="newest" /> : null}
        <Panel
          flush
          title="Conditions"
          description="What must be true for this cluster to work, in the order in which it comes true."
          actions={
            <TextLink href={`/${project.slug}/clusters/${cluster.id}/timeline`} className="text-xs">
              Timeline <ArrowRight aria-hidden="true" className="inline size-3" />
            </TextLink>
          }
        >
          <ConditionList cluster={cluster} />
        </Panel>
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
        { label: "Kubernetes", value: <Badge tone="outline">{cluster.kubernetesVersion}</Badge> },
        {
          label: "Endpoint",
          value: observed.endpoint ? (
            <Id value={observed.endpoint} keep={40} />
          ) : (
            <span className="text-ink-muted">Not there yet</span>
          ),
        },
        {
          label: "Profile",
          value: (
            <TextLink href={`/${slug}/profiles/${profile.id}`}>
              {profile.name} {profile.version}
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
        { label: "Id", value: <Id value={cluster.id} /> },
      ]}
    />
  );
}

function generationText({ generation, observed }: ClusterDetail): string {
  if (observed.generation === generation) return `${generation}, carried out`;
  return `${generation}, being carried out (${observed.generation} so far)`;
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
          heard <Time at={lastHeartbeatAt} />
        </span>
      ) : null}
    </span>
  );
}

function UsePanel({ cluster }: { cluster: ClusterDetail }) {
  const file = `~/Downloads/${cluster.name}.kubeconfig`;
  return (
    <Panel
      title="Use it from a terminal"
      description={
        cluster.hasKubeconfig
          ? "The API server is a real one. The file holds an administrator's certificate: treat it as a password."
          : "The kubeconfig is there as soon as the control plane is up."
      }
    >
      <CodeBlock prompt code={`kubectl --kubeconfig ${file} get nodes`} />
    </Panel>
  );
}
