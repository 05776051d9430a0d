import type { LayerStatus } from "@/server/domain/agent/layer-status";
import type { EventReport, NodeReport, WorkloadReport } from "@/server/domain/agent/reports";
import type { LayerKind } from "@/server/domain/pack/types";
import type { OperationKind, OperationState, OperationStep } from "@/server/domain/operation/types";
import type { Condition } from "./condition";
import type { ClusterHealth, ClusterState } from "./status";
import type { ClusterObserved, ClusterSpec } from "./types";

/** A line of the cluster list. Times are ISO strings everywhere. */
export interface ClusterSummary {
  id: string;
  name: string;
  projectId: string;
  state: ClusterState;
  health: ClusterHealth;
  /** The most telling condition that is not true, or null. */
  because: { reason: string; message: string; code: string | null } | null;
  /** Percent of the running operation's steps that are done; null when nothing is under way. */
  progress: number | null;
  kubernetesVersion: string;
  infrastructure: "local";
  profile: { id: string; name: string; versionId: string; version: string };
  nodes: { ready: number; total: number };
  createdAt: string;
  agent: { connected: boolean; lastHeartbeatAt: string | null };
}

/** Everything of a cluster's page but the reports. */
export interface ClusterDetail extends ClusterSummary {
  spec: ClusterSpec;
  generation: number;
  observed: ClusterObserved;
  conditions: Condition[];
  hasKubeconfig: boolean;
  createdBy: string;
  layers: { id: string; name: string; kind: LayerKind; packName: string; version: string }[];
}

/** A published version of a cluster's profile, and what stands against moving the cluster to it. */
export interface VersionChoice {
  id: string;
  version: string;
  note: string;
  publishedAt: string | null;
  kubernetesVersion: string | null;
  age: "older" | "current" | "newer";
  refusal: string | null;
}

/** A cluster that may move to a newer published version of its profile. */
export interface ClusterUpdate {
  clusterId: string;
  /** The highest such version. */
  version: string;
}

/** One long action and its steps. */
export interface OperationView {
  id: string;
  kind: OperationKind;
  title: string;
  state: OperationState;
  attempt: number;
  steps: OperationStep[];
  startedAt: string;
  finishedAt: string | null;
}

/** A report of the agent with its age; `data` is empty until the first one arrived. */
export interface Reported<T> {
  reportedAt: string | null;
  data: T[];
}

/** What the agent last reported. */
export interface ClusterReports {
  nodes: Reported<NodeReport>;
  workloads: Reported<WorkloadReport>;
  events: Reported<EventReport>;
  layers: Reported<LayerStatus>;
}

/** Whether this machine can hold a cluster, said before the deploy, with numbers. */
export interface CapacityView {
  fits: boolean;
  neededMiB: number;
  freeMiB: number;
  message: string;
}
