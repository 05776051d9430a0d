import { z } from "zod";
import { layersReport } from "./layer-status";
import { bounded, nameText, timeText } from "./text";

/** A condition as Kubernetes writes it; the heartbeat time is left out so that it is no change. */
export const reportedCondition = z.object({
  type: nameText,
  status: bounded(16),
  reason: bounded(256),
  message: bounded(1024),
  lastTransitionTime: timeText.nullable(),
});

/** One node. `simulated` is true for nodes played by kwok; the console labels them. */
export const nodeReport = z.object({
  name: nameText,
  role: z.enum(["control-plane", "worker"]),
  ready: z.boolean(),
  unschedulable: z.boolean(),
  version: bounded(64),
  osImage: bounded(256),
  cpu: bounded(32),
  memory: bounded(32),
  createdAt: timeText,
  labels: z.record(nameText, bounded(256)),
  taints: z.array(z.object({ key: nameText, value: bounded(256), effect: bounded(32) })).max(64),
  simulated: z.boolean(),
  conditions: z.array(reportedCondition).max(32),
});
export type NodeReport = z.output<typeof nodeReport>;

export const workloadKinds = ["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"] as const;
export type WorkloadKind = (typeof workloadKinds)[number];

/** One workload: what it should run and what runs. */
export const workloadReport = z.object({
  kind: z.enum(workloadKinds),
  namespace: nameText,
  name: nameText,
  ready: z.number().int().nonnegative(),
  desired: z.number().int().nonnegative(),
  images: z.array(bounded(512)).max(32),
  createdAt: timeText,
  /** The layer that installed it, when one did. */
  layer: nameText.nullable(),
});
export type WorkloadReport = z.output<typeof workloadReport>;

/** One event of the cluster, already grouped by Kubernetes (`count`). */
export const eventReport = z.object({
  type: bounded(32),
  reason: bounded(256),
  object: z.object({ kind: nameText, namespace: nameText, name: nameText }),
  message: bounded(1024),
  count: z.number().int().nonnegative(),
  lastSeen: timeText,
});
export type EventReport = z.output<typeof eventReport>;

/** One schema per kind of report: each is shown on a cluster's page or read by its reconciler. */
export const reportData = {
  nodes: z.array(nodeReport).max(10_000),
  workloads: z.array(workloadReport).max(10_000),
  events: z.array(eventReport).max(1_000),
  layers: layersReport,
} as const;
export type ReportKind = keyof typeof reportData;
export type ReportData<K extends ReportKind> = z.output<(typeof reportData)[K]>;
