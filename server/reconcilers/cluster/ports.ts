import type { KubeClient } from "@/server/kube/client";
import type { ProcessStatus } from "@/server/platform/process/types";
import type { ServiceDeps } from "@/server/services/kit/context";

/** The agent process of a cluster on the `local` infrastructure. */
export interface AgentHost {
  status(clusterId: string): ProcessStatus | undefined;
  /** True while it is kept running with this kubeconfig. */
  serves(clusterId: string, kubeconfig: string): boolean;
  /** Starts it with a fresh token; the token reaches the process only. */
  start(input: { clusterId: string; token: string; kubeconfig: string }): Promise<void>;
  stop(clusterId: string): Promise<void>;
}

/** What the cluster's reconciler works with. */
export interface ClusterReconcilerDeps {
  services: ServiceDeps;
  /** The management plane's API, or undefined while it cannot be asked. */
  plane(): KubeClient | undefined;
  agents: AgentHost;
  memory: RunMemory;
}

/**
 * What earlier runs of this process have done, by cluster, so that a look at what is well costs little.
 * Forgetting it costs a repetition, never a mistake.
 */
export interface RunMemory {
  /** The objects that were handed over, and the generations they had afterwards. */
  applied: Map<string, { digest: string; at: number; generations: string }>;
  /** The sealed kubeconfig whose content was compared with the provider's. */
  sealed: Map<string, { sealed: string; digest: string }>;
}

/** A memory of nothing. */
export function emptyMemory(): RunMemory {
  return { applied: new Map(), sealed: new Map() };
}

/** The plane's client once the plane says that it can hold clusters; its calls end with the run. */
export function readyPlane(
  deps: ClusterReconcilerDeps,
  signal: AbortSignal,
): KubeClient | undefined {
  if (deps.services.ports.managementPlane().state !== "ready") return undefined;
  return deps.plane()?.until(signal);
}
