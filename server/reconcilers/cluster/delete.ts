import { eq } from "drizzle-orm";
import { clusterNamespace } from "@/server/domain/cluster/kube-names";
import type { ConditionReport } from "@/server/domain/cluster/condition";
import type { Fault } from "@/server/domain/cluster/world";
import { progressOf } from "@/server/domain/operation/timeline";
import type { StepReport, StepState } from "@/server/domain/operation/types";
import { clusterAgents, clusterReports } from "@/server/db/schema";
import type { KubeClient } from "@/server/kube/client";
import type { RunResult } from "@/server/queue/queue";
import type { ClusterScope } from "./load";
import { throwIfStopping } from "./ended";
import { Faults } from "./faults";
import { readyPlane, type ClusterReconcilerDeps } from "./ports";
import { writeStatus } from "./status";

const lookAgainMs = 1_000;

/** What of the cluster is still there. */
interface Remains {
  plane: boolean;
  machines: number;
  objects: boolean;
}

/**
 * Removes a cluster: agent, machines with their processes, ports and folders, objects, secrets.
 * Each run asks again for what is still there, and ends when the management plane knows nothing more.
 */
export async function reconcileDeletion(
  deps: ClusterReconcilerDeps,
  scope: ClusterScope,
  signal: AbortSignal,
): Promise<RunResult> {
  const { services } = deps;
  const { cluster } = scope;
  deps.memory.applied.delete(cluster.id);
  deps.memory.sealed.delete(cluster.id);
  const faults = new Faults();
  await faults.during("agent", () => deps.agents.stop(cluster.id));
  const client = readyPlane(deps, signal);
  const seen = client ? await faults.during("objects", () => remove(client, scope)) : null;
  throwIfStopping(signal);
  const remains = seen ?? { plane: false, machines: 0, objects: true };
  const gone = !remains.objects && faults.of("agent") === null;
  const steps = deletionSteps(remains, faults);
  const observed = { progress: gone ? 100 : progressOf(steps) };
  const status = { steps, conditions: [deletingCondition(steps)], observed, gone };
  await writeStatus(services, scope, status, async (tx) => {
    if (!gone) return;
    await tx.delete(clusterReports).where(eq(clusterReports.clusterId, cluster.id));
    await tx.delete(clusterAgents).where(eq(clusterAgents.clusterId, cluster.id));
  });
  faults.throwFirst();
  return gone ? {} : { requeueAfterMs: lookAgainMs };
}

/**
 * Removes what a deleted cluster should no longer have, for instance because a run that had begun before
 * applied its objects once more. Its row tells the whole story already and stays as it is.
 */
export async function removeLeftovers(
  deps: ClusterReconcilerDeps,
  scope: ClusterScope,
  signal: AbortSignal,
): Promise<RunResult> {
  await deps.agents.stop(scope.cluster.id);
  const client = readyPlane(deps, signal);
  if (!client) return { requeueAfterMs: lookAgainMs };
  const { objects } = await remove(client, scope);
  return objects ? { requeueAfterMs: lookAgainMs } : {};
}

async function remove(client: KubeClient, scope: ClusterScope): Promise<Remains> {
  const name = clusterNamespace(scope.cluster.id);
  const of = (kind: string) =>
    client.list({ apiVersion: "cluster.x-k8s.io/v1beta2", kind }, { namespace: name });
  const [clusters, machines] = await Promise.all([of("Cluster"), of("Machine")]);
  const ref = { apiVersion: "cluster.x-k8s.io/v1beta2", kind: "Cluster", namespace: name };
  for (const { metadata } of clusters) await client.delete({ ...ref, name: metadata.name });
  const namespace = { apiVersion: "v1", kind: "Namespace", name };
  const left = await client.find(namespace);
  // Only an empty namespace goes: Cluster API needs its secrets until the last machine is gone.
  if (left && clusters.length === 0 && machines.length === 0) await client.delete(namespace);
  return { plane: true, machines: machines.length, objects: left !== undefined };
}

function deletionSteps(remains: Remains, faults: Faults): StepReport[] {
  const failed = (fault: Fault | null) =>
    fault ? ({ state: "Failed", reason: "RunFailed", ...fault } as const) : {};
  const state = (done: boolean, begun: boolean): StepState =>
    done ? "Succeeded" : begun ? "Running" : "Waiting";
  const machinesGone = remains.plane && remains.machines === 0;
  return [
    {
      key: "agent",
      title: "Stop the agent",
      state: "Succeeded",
      reason: "Stopped",
      ...failed(faults.of("agent")),
    },
    {
      key: "machines",
      title: "Remove the machines",
      state: state(machinesGone, remains.plane),
      reason: remains.plane ? "Removing" : "WaitingForManagementPlane",
      ...(machinesGone
        ? {}
        : { waitingFor: remains.plane ? machinesLeft(remains) : "the management plane" }),
      ...failed(faults.of("objects")),
    },
    {
      key: "objects",
      title: "Remove the cluster's objects and data",
      state: state(remains.plane && !remains.objects, machinesGone),
      reason: "Removing",
      ...(machinesGone
        ? { waitingFor: "the management plane to forget them" }
        : { waitingFor: "the machines" }),
    },
  ];
}

function machinesLeft({ machines }: Remains): string {
  return machines === 1 ? "one machine to go" : `${machines} machines to go`;
}

function deletingCondition(steps: readonly StepReport[]): ConditionReport {
  const current = steps.find((step) => step.state !== "Succeeded");
  const message = current
    ? `${current.title}: ${current.message ?? current.waitingFor ?? ""}`
    : "Everything is removed.";
  const code = current?.code ? { code: current.code } : {};
  return {
    type: "Deleting",
    status: "True",
    reason: current?.reason ?? "Deleted",
    message,
    ...code,
  };
}
