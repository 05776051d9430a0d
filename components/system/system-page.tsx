"use client";

import { useQuery } from "@tanstack/react-query";
import { useStale } from "@/components/access/live-state";
import { useClusterNames } from "@/components/system/use-cluster-names";
import { AssetList } from "@/components/system/asset-list";
import { assetsSummary } from "@/components/system/asset-look";
import { planeLook, programTitle } from "@/components/system/plane-look";
import { processGroups } from "@/components/system/process-groups";
import { ProcessPanel } from "@/components/system/process-table";
import { useTRPC } from "@/components/trpc/provider";
import { QueryView } from "@/components/trpc/query-view";
import { KeyValueList } from "@/components/ui/key-value-list";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import { Skeleton, SkeletonRows } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status";
import { Version } from "@/components/ui/version";
import { formatMiB } from "@/server/domain/text/memory";
import type { SystemView } from "@/server/domain/system/views";

/** The installation: management plane, programs, processes, memory. */
export function SystemPage() {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.system.get.queryOptions(),
    // Memory and uptime change without anybody saying so.
    refetchInterval: 5_000,
    staleTime: 0,
  });
  return (
    <>
      <PageHeader
        title="System"
        description="Components, processes and resource use of this installation."
      />
      <PageBody>
        <QueryView query={query} permission="privateGateway.get" skeleton={<SystemSkeleton />}>
          {(system) => <System system={system} />}
        </QueryView>
      </PageBody>
    </>
  );
}

function System({ system }: { system: SystemView }) {
  const summary = assetsSummary(system.assets);
  const names = useClusterNames();
  return (
    <>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
        <PlanePanel system={system} />
        <MemoryPanel system={system} />
      </div>
      <div className="grid grid-cols-1 items-start gap-5 2xl:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)]">
        <Panel
          flush
          title="Kubernetes programs"
          description="Found on this machine, downloaded and verified by checksum, or built from pinned sources."
          actions={<StatusBadge tone={summary.tone} label={summary.text} />}
        >
          <AssetList assets={system.assets} />
        </Panel>
        <div className="flex min-w-0 flex-col gap-5">
          {processGroups(system.processes, names).map((group) => (
            <ProcessPanel key={group.id} group={group} />
          ))}
        </div>
      </div>
    </>
  );
}

function PlanePanel({ system: { managementPlane: plane, processes } }: { system: SystemView }) {
  const look = planeLook(plane);
  const bytes = processes
    .filter((process) => process.group === "management-plane")
    .reduce((sum, process) => sum + (process.memoryBytes ?? 0), 0);
  return (
    <Panel
      title="Management plane"
      description={
        plane.state === "ready" || !plane.message
          ? "Cluster API and the API server that stores its objects."
          : plane.message
      }
      actions={
        <output aria-label="Management plane state">
          <StatusBadge tone={look.tone} label={look.label} stale={useStale()} />
        </output>
      }
    >
      <KeyValueList
        items={[
          ...Object.entries(plane.versions).map(([program, version]) => ({
            label: programTitle(program),
            value: <Version value={version} />,
          })),
          { label: "Memory", value: formatMiB(bytes / 1024 ** 2) },
        ]}
      />
    </Panel>
  );
}

function MemoryPanel({ system: { memory, processes } }: { system: SystemView }) {
  const used = memory.totalMiB - memory.freeMiB;
  const share = Math.round((used * 100) / Math.max(1, memory.totalMiB));
  const ours = processes.reduce((sum, process) => sum + (process.memoryBytes ?? 0), 0) / 1024 ** 2;
  return (
    <Panel
      title="Memory"
      description={`${formatMiB(memory.freeMiB)} of ${formatMiB(memory.totalMiB)} free`}
    >
      <Progress
        label={`${share} % of memory in use`}
        value={share}
        tone={share > 92 ? "danger" : share > 80 ? "warn" : "accent"}
      />
      <div className="mt-3">
        <KeyValueList
          items={[
            { label: "Used", value: `${formatMiB(used)} (${share} %)` },
            { label: "Used by Lamina", value: formatMiB(ours) },
          ]}
        />
      </div>
    </Panel>
  );
}

function SystemSkeleton() {
  return (
    <>
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
        <Skeleton className="h-40 rounded-lg" />
        <Skeleton className="h-40 rounded-lg" />
      </div>
      <Panel flush>
        <SkeletonRows label="Loading the installation" rows={9} />
      </Panel>
    </>
  );
}
