import type { Condition } from "./condition";
import type { ClusterObserved, ClusterSpec } from "./types";

/** Where a cluster is in its life. */
export type ClusterState = "Pending" | "Provisioning" | "Running" | "Deleting" | "Deleted";
export type ClusterHealth = "Healthy" | "Unhealthy" | "Unknown";

/** The conditions whose sum is "this cluster works", in the order in which they come true. */
export const healthConditions = [
  "InfrastructureReady",
  "ControlPlaneAvailable",
  "AgentConnected",
  "NodesReady",
  "LayersReady",
] as const;

/** What a cluster row says about itself, as far as the state follows from it. */
export interface StateFacts {
  conditions: readonly Condition[];
  observedGeneration: number;
  deletionRequested: boolean;
  deleted: boolean;
}

/**
 * The state of a cluster. It is Running once every part came true for the first time; afterwards
 * trouble shows in the health, and the state stays.
 */
export function clusterState(facts: StateFacts): ClusterState {
  if (facts.deleted) return "Deleted";
  if (facts.deletionRequested) return "Deleting";
  if (facts.observedGeneration > 0) return "Running";
  return facts.conditions.length === 0 ? "Pending" : "Provisioning";
}

/** True while the control plane runs an older Kubernetes than asked for: nodes and layers wait for it. */
export function isUpgrading(cluster: {
  spec: Pick<ClusterSpec, "kubernetesVersion">;
  observed: Pick<ClusterObserved, "kubernetesVersion">;
}): boolean {
  const running = cluster.observed.kubernetesVersion;
  return running !== null && running !== cluster.spec.kubernetesVersion;
}

/** The health of a cluster with the conditions that speak against it. */
export function clusterHealth(facts: StateFacts): { health: ClusterHealth; reasons: Condition[] } {
  const reasons = facts.conditions.filter(
    (c) => healthConditions.some((type) => type === c.type) && c.status !== "True",
  );
  if (clusterState(facts) !== "Running") return { health: "Unknown", reasons };
  if (reasons.some((c) => c.status === "False")) return { health: "Unhealthy", reasons };
  return { health: reasons.length > 0 ? "Unknown" : "Healthy", reasons };
}
