"use client";

import { useCluster } from "@/components/cluster/cluster-context";
import { ReportsView } from "@/components/cluster/reports-view";
import {
  layerLines,
  layerLook,
  layersSummary,
  type LayerLine,
} from "@/components/cluster/layer-lines";
import { ReportAge } from "@/components/cluster/report-age";
import { UpdateButton } from "@/components/cluster/update/update-button";
import { useStale } from "@/components/access/live-state";
import { entryOf } from "@/components/operation/operation-look";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { Duration } from "@/components/ui/duration";
import { Panel } from "@/components/ui/panel";
import { StatusBadge } from "@/components/ui/status";
import { Version } from "@/components/ui/version";
import type { LayerStatus } from "@/server/domain/agent/layer-status";
import { layerKindTitles, type LayerKind } from "@/server/domain/pack/types";

/** The profile's layers with what became of each in this cluster. */
export function LayersTab() {
  const cluster = useCluster();
  return (
    <ReportsView loading="Loading layers" rows={cluster.layers.length || 5}>
      {({ layers }) => {
        const lines = layerLines(cluster.layers, layers.data);
        return (
          <Panel
            flush
            title={
              <>
                Layers of {cluster.profile.name} <Version value={cluster.profile.version} />
              </>
            }
            description={layersSummary(lines)}
            actions={
              <>
                <ReportAge report={layers} />
                <UpdateButton size="sm" />
              </>
            }
          >
            <ol aria-label="Layers" className="divide-y">
              {lines.map((line) => (
                <LayerItem key={line.id} line={line} />
              ))}
            </ol>
          </Panel>
        );
      }}
    </ReportsView>
  );
}

const stripe: Record<LayerKind, string> = {
  os: "bg-layer-os",
  k8s: "bg-layer-k8s",
  cni: "bg-layer-cni",
  csi: "bg-layer-csi",
  addon: "bg-layer-addon",
};

function LayerItem({ line }: { line: LayerLine }) {
  const stale = useStale();
  const look = layerLook(line);
  const { status } = line;
  return (
    <li className="relative py-3 pr-4 pl-5">
      <span
        aria-hidden="true"
        className={cn("absolute inset-y-0 left-0 w-1", line.kind ? stripe[line.kind] : "bg-idle")}
      />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-sm font-medium text-ink">{line.name}</span>
        <span className="text-xs text-ink-muted">
          {line.kind ? layerKindTitles[line.kind] : "No longer in the profile"}
        </span>
        <Badge tone="outline">
          <Version value={line.version} />
        </Badge>
        <span className="ml-auto inline-flex items-center gap-3">
          {status?.startedAt ? (
            <span className="text-xs text-ink-muted">
              <Duration from={status.startedAt} to={status.finishedAt} />
            </span>
          ) : null}
          <StatusBadge tone={look.tone} label={look.label} stale={stale} />
        </span>
      </div>
      {status ? <LayerDetail status={status} /> : null}
    </li>
  );
}

function LayerDetail({ status }: { status: LayerStatus }) {
  const entry = entryOf(status.code ?? null);
  // "Ready, because Ready" would say nothing.
  const reason = status.reason === status.state ? "" : status.reason;
  return (
    <div className="flex flex-col gap-1 text-xs text-ink-muted">
      {reason || status.message || status.attempt > 1 ? (
        <p className="mt-1 wrap-anywhere">
          {reason ? <span className="mr-2 font-mono text-2xs text-ink-faint">{reason}</span> : null}
          {status.attempt > 1 ? (
            <span className="mr-2 text-warn-text">attempt {status.attempt}</span>
          ) : null}
          {status.message}
        </p>
      ) : null}
      {status.waitingFor ? (
        <p>
          Waiting for <span className="text-ink">{status.waitingFor}</span>
        </p>
      ) : null}
      {entry ? (
        <div role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-ink">
          <p>
            <strong className="font-medium text-danger-text">{entry.title}</strong>{" "}
            <code className="font-mono text-2xs text-ink-muted">{status.code}</code>
          </p>
          <p>{entry.next}</p>
        </div>
      ) : null}
      {status.releases.length > 0 ? (
        <p className="flex flex-wrap gap-x-4">
          {status.releases.map((release) => (
            <span key={`${release.namespace}/${release.name}`}>
              Release {release.name} in {release.namespace}, revision {release.revision},{" "}
              {release.status}
            </span>
          ))}
        </p>
      ) : null}
    </div>
  );
}
