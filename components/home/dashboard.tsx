"use client";

import type { ReactNode } from "react";
import { useProject } from "@/components/access/session";
import { ClusterProgress, ClusterState, NodeCount } from "@/components/cluster/cluster-state";
import { DeployLink } from "@/components/cluster/cluster-list-page";
import { dashboardGroups } from "@/components/home/dashboard-groups";
import { ReadinessPanel } from "@/components/home/readiness-panel";
import { useReadiness } from "@/components/home/use-readiness";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { Version } from "@/components/ui/version";
import type { ClusterSummary } from "@/server/domain/cluster/views";
import { isDeferred } from "@/server/domain/assets";

/** The project's clusters: what needs somebody, what is under way, and the rest. */
export function Dashboard({ clusters }: { clusters: readonly ClusterSummary[] }) {
  const project = useProject();
  const { attention, working, calm } = dashboardGroups(clusters);
  const readiness = useReadiness(project.id).data;
  const unsettled =
    readiness &&
    (readiness.managementPlane.state !== "ready" ||
      readiness.assets.some((asset) => asset.state !== "ready" && !isDeferred(asset)));
  const canDeploy = readiness?.managementPlane.state === "ready";
  return (
    <>
      <PageHeader
        title={project.name}
        description={summaryText(attention.length, working.length, calm.length)}
        actions={<DeployLink variant="primary" />}
      />
      <PageBody>
        {unsettled && !canDeploy ? <ReadinessPanel projectId={project.id} /> : null}
        <Group title="Needs attention" clusters={attention} />
        <Group title="In progress" clusters={working} />
        <Group title="Running" clusters={calm} />
        <TextLink href={`/${project.slug}/clusters`}>View all clusters</TextLink>
        {unsettled && canDeploy ? <ReadinessPanel projectId={project.id} /> : null}
      </PageBody>
    </>
  );
}

function summaryText(attention: number, working: number, calm: number): string {
  const parts = [
    attention > 0 ? `${attention} need${attention === 1 ? "s" : ""} attention` : "",
    working > 0 ? `${working} in progress` : "",
    calm > 0 ? `${calm} running and healthy` : "",
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function Group({ title, clusters }: { title: string; clusters: readonly ClusterSummary[] }) {
  if (clusters.length === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="mb-2 text-sm font-semibold">
        {title} <span className="font-normal text-ink-muted">{clusters.length}</span>
      </h2>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,22rem),1fr))] gap-4">
        {clusters.map((cluster) => (
          <ClusterCard key={cluster.id} cluster={cluster} />
        ))}
      </ul>
    </section>
  );
}

function ClusterCard({ cluster }: { cluster: ClusterSummary }) {
  const project = useProject();
  const { because, profile } = cluster;
  return (
    <li className="relative flex flex-col gap-3 rounded-lg border bg-surface p-4 transition-colors hover:border-line-strong">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <TextLink
          quiet
          href={`/${project.slug}/clusters/${cluster.id}`}
          // The whole card is the target; the reason chip stays above it.
          className="text-base font-semibold after:absolute after:inset-0 after:content-['']"
        >
          {cluster.name}
        </TextLink>
        <span className="relative ml-auto">
          <ClusterState cluster={cluster} />
        </span>
      </div>
      {because?.message && cluster.health !== "Healthy" ? (
        <p className="line-clamp-2 text-xs text-ink-muted">{because.message}</p>
      ) : null}
      {cluster.progress === null ? null : <ClusterProgress cluster={cluster} wide />}
      <dl className="mt-auto grid grid-cols-3 gap-3 text-xs">
        <Fact label="Kubernetes">
          <Version value={cluster.kubernetesVersion} />
        </Fact>
        <Fact label="Nodes ready">
          <NodeCount cluster={cluster} />
        </Fact>
        <Fact label="Created">
          <span className="relative">
            <Time at={cluster.createdAt} />
          </span>
        </Fact>
        <div className="col-span-3 truncate text-ink-muted">
          <dt className="sr-only">Profile</dt>
          <dd className="truncate">
            {profile.name} <Version value={profile.version} />
          </dd>
        </div>
      </dl>
    </li>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="text-sm text-ink">{children}</dd>
    </div>
  );
}
