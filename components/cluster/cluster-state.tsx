"use client";

import { useStale } from "@/components/access/live-state";
import { clusterTone, healthLook } from "@/components/cluster/cluster-look";
import { cn } from "@/components/ui/cn";
import { Badge } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import { StatusBadge } from "@/components/ui/status";
import { Tooltip } from "@/components/ui/tooltip";
import type { ClusterSummary } from "@/server/domain/cluster/views";

/** State and the one reason that speaks against it. The health gives the state its colour and shape. */
export function ClusterState({
  cluster,
  plain = false,
}: {
  cluster: ClusterSummary;
  plain?: boolean;
}) {
  const stale = useStale();
  const health = healthLook(cluster);
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2 gap-y-1">
      <StatusBadge plain={plain} tone={clusterTone(cluster)} label={cluster.state} stale={stale} />
      {health && health.tone !== "ok" ? <span className="sr-only">{health.label}</span> : null}
      <Because cluster={cluster} />
    </span>
  );
}

function Because({ cluster }: { cluster: ClusterSummary }) {
  const { because, state, health } = cluster;
  if (!because || (state === "Running" && health === "Healthy") || state === "Deleted") return null;
  return (
    <Tooltip content={because.message || because.reason}>
      <button
        type="button"
        className="max-w-full rounded-sm"
        aria-label={`Why: ${because.reason}. ${because.message}`}
      >
        <Badge tone={because.code ? "warn" : "outline"}>{because.reason}</Badge>
      </button>
    </Tooltip>
  );
}

/** How far the running operation is; nothing when none runs. */
export function ClusterProgress({
  cluster,
  wide = false,
}: {
  cluster: ClusterSummary;
  wide?: boolean;
}) {
  if (cluster.progress === null) return <span className="text-ink-faint">–</span>;
  return (
    <span className={cn("inline-flex w-full items-center gap-2", !wide && "max-w-32 min-w-28")}>
      <Progress
        label={`Progress of ${cluster.name}`}
        value={cluster.progress}
        tone={cluster.because?.code ? "warn" : "accent"}
      />
      <span className="w-9 shrink-0 text-right text-xs text-ink-muted">{cluster.progress} %</span>
    </span>
  );
}

/** Ready and total nodes, marked as simulated. */
export function NodeCount({ cluster }: { cluster: ClusterSummary }) {
  const { ready, total } = cluster.nodes;
  return (
    <span className={ready < total && cluster.state === "Running" ? "text-warn-text" : undefined}>
      {ready} / {total}
      <span className="sr-only"> nodes ready, simulated</span>
    </span>
  );
}
