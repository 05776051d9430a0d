import { isDeferred, withoutHost } from "@/server/domain/assets";
import { agentSilenceMs, replaceAfterMs } from "@/server/domain/cluster/agent-silence";
import { assess } from "@/server/domain/cluster/assess";
import type { ClusterWorld, WantedLayer } from "@/server/domain/cluster/world";
import { progressOf } from "@/server/domain/operation/timeline";
import { planInstall } from "@/server/domain/profile/plan";
import { planeWithoutHost } from "@/server/domain/system/views";
import { inTenant } from "@/server/db/client";
import { contentDigest } from "@/server/platform/process/content-digest";
import type { RunResult, WorkItem } from "@/server/queue/queue";
import { issueAgentToken } from "@/server/services/agent/identity";
import { neededAssets } from "@/server/services/cluster/needed-assets";
import { and, eq, isNull } from "drizzle-orm";
import { clusters } from "@/server/db/schema";
import { reconcileDeletion, removeLeftovers } from "./delete";
import { throwIfStopping } from "./ended";
import { Faults } from "./faults";
import { loadScope, type ClusterScope } from "./load";
import { keepObjects } from "./objects";
import type { ObservedMachines } from "./observe";
import { readyPlane, type ClusterReconcilerDeps } from "./ports";
import { writeStatus } from "./status";

/** How soon to look again without an event: events do the work, this is the net. */
const busyMs = 3_000;
const idleMs = 10 * 60_000;

/**
 * Brings one cluster closer to its spec: applies its objects, keeps its agent running, and writes
 * down what it sees. It decides from the world alone, so a crash on any line is repaired by the next run.
 */
export async function reconcileCluster(
  deps: ClusterReconcilerDeps,
  item: WorkItem,
  signal: AbortSignal,
): Promise<RunResult> {
  const scope = await loadScope(deps.services, item);
  if (!scope) return {};
  if (scope.cluster.deletedAt) return removeLeftovers(deps, scope, signal);
  if (scope.cluster.deletionRequestedAt) return reconcileDeletion(deps, scope, signal);
  const client = readyPlane(deps, signal);
  const faults = new Faults();
  const seen = client ? await keepObjects(deps, client, scope, faults) : null;
  if (seen) {
    await faults.during("agent", async () => {
      await keepKubeconfig(deps, scope, seen);
      await keepAgent(deps, scope, seen);
    });
  }
  throwIfStopping(signal);
  keepAgentInformed(deps, scope);
  const { steps, conditions } = assess(worldOf(deps, scope, seen, faults));
  const controlPlane = seen?.world.controlPlane;
  const running = controlPlane?.initialized ? controlPlane.version : null;
  const observed = {
    endpoint: seen?.world.endpoint ?? scope.cluster.observed.endpoint,
    kubernetesVersion: running?.replace(/^v/, "") ?? scope.cluster.observed.kubernetesVersion,
    pools:
      seen?.world.pools.map(({ name, ready, total }) => ({ name, ready, total })) ??
      scope.cluster.observed.pools,
    progress: progressOf(steps),
  };
  await writeStatus(deps.services, scope, { steps, conditions, observed });
  faults.throwFirst();
  const settled = steps.every((step) => step.state === "Succeeded");
  return { requeueAfterMs: settled ? idleMs : busyMs };
}

async function keepKubeconfig(
  deps: ClusterReconcilerDeps,
  scope: ClusterScope,
  seen: ObservedMachines,
): Promise<void> {
  const { kubeconfig } = seen;
  if (kubeconfig === null) return;
  const { services } = deps;
  const { cluster } = scope;
  const place = {
    tenantId: cluster.tenantId,
    table: "clusters",
    column: "kubeconfig",
    row: cluster.id,
  };
  const stored = cluster.kubeconfigSealed;
  const digest = contentDigest(kubeconfig);
  const known = deps.memory.sealed.get(cluster.id);
  if (stored && known?.sealed === stored && known.digest === digest) return;
  const sealed = await inTenant(services.db, cluster.tenantId, async (tx) => {
    if (stored && (await services.keyring.open(tx, place, stored)) === kubeconfig) return stored;
    const kubeconfigSealed = await services.keyring.seal(tx, place, kubeconfig);
    // A run that outlives the cluster leaves none behind.
    const living = and(eq(clusters.id, cluster.id), isNull(clusters.deletedAt));
    await tx.update(clusters).set({ kubeconfigSealed }).where(living);
    return kubeconfigSealed;
  });
  deps.memory.sealed.set(cluster.id, { sealed, digest });
}

/**
 * Starts the agent once there is an API server to talk to, and again when the kubeconfig changes: its
 * certificate ends some day. One that cannot start or says nothing is replaced. Otherwise it keeps its token.
 */
async function keepAgent(
  deps: ClusterReconcilerDeps,
  scope: ClusterScope,
  seen: ObservedMachines,
): Promise<void> {
  const { cluster } = scope;
  if (seen.kubeconfig === null || !seen.world.controlPlane?.initialized) return;
  // The step of the programs tells of it; a token must not be issued for nothing.
  if (states(deps).some((asset) => asset.name === "helm" && asset.state !== "ready")) return;
  const worn =
    deps.agents.status(cluster.id)?.state === "failed" || silenceMs(deps, scope) >= replaceAfterMs;
  if (deps.agents.serves(cluster.id, seen.kubeconfig) && !worn) return;
  const token = await inTenant(deps.services.db, cluster.tenantId, (tx) =>
    issueAgentToken(tx, cluster.tenantId, cluster.id),
  );
  await deps.agents.start({ clusterId: cluster.id, token, kubeconfig: seen.kubeconfig });
}

function silenceMs(deps: ClusterReconcilerDeps, scope: ClusterScope): number {
  const { id } = scope.cluster;
  const { lastHeartbeatAt } = scope;
  const connected = deps.services.ports.agents.connected(id);
  const startedAt = deps.agents.status(id)?.startedAt ?? null;
  return agentSilenceMs({ connected, startedAt, lastHeartbeatAt }, deps.services.clock.now());
}

/** Until the agent reports on the newest generation it is sent that; it may have missed it. */
function keepAgentInformed(deps: ClusterReconcilerDeps, scope: ClusterScope): void {
  const { id, generation } = scope.cluster;
  const { agents } = deps.services.ports;
  const behind = (scope.layerReport?.generation ?? 0) < generation;
  if (behind && agents.connected(id)) agents.desiredChanged(id);
}

function worldOf(
  deps: ClusterReconcilerDeps,
  scope: ClusterScope,
  seen: ObservedMachines | null,
  faults: Faults,
): ClusterWorld {
  const { cluster } = scope;
  const { ports } = deps.services;
  const process = deps.agents.status(cluster.id);
  return {
    spec: cluster.spec,
    generation: cluster.generation,
    assets: askForAssets(deps, cluster.spec.kubernetesVersion),
    managementPlane: planeWithoutHost(ports.managementPlane()),
    faults: { objects: faults.of("objects"), agent: faults.of("agent") },
    machines: seen?.world ?? null,
    agent: {
      connected: ports.agents.connected(cluster.id),
      processMessage: process?.message ?? null,
      failing: process?.state === "failed" || (process?.restarts ?? 0) >= 3,
      silentMs: silenceMs(deps, scope),
    },
    layers: wantedLayers(scope),
    leaving: leavingLayers(scope),
    changeStartedAt: scope.operation?.startedAt.toISOString() ?? null,
    layerReport: scope.layerReport,
  };
}

/** What the agent has in the cluster of an earlier version of the profile. */
function leavingLayers({ layers, layerReport }: ClusterScope) {
  const kept = new Set(layers.map((layer) => layer.id));
  return (layerReport?.layers ?? []).filter(({ layerId }) => !kept.has(layerId));
}

const states = (deps: ClusterReconcilerDeps) => deps.services.ports.assets.states();

/** The programs the cluster waits for, as its viewers see them. Those that nobody needed before are asked for now. */
function askForAssets(deps: ClusterReconcilerDeps, version: string) {
  const { ports } = deps.services;
  const needed = neededAssets(ports, version);
  for (const asset of needed) if (isDeferred(asset)) ports.assets.need(asset.name, asset.version);
  return needed.map(withoutHost);
}

/** The layers with something to install, in install order, each with what stands against it. */
function wantedLayers(scope: ClusterScope): WantedLayer[] {
  const order = planInstall(scope.layers).flatMap((group) => group.layerIds);
  const { rendered } = scope;
  return order.flatMap((id): WantedLayer[] => {
    const layer = scope.layers.find((l) => l.id === id);
    if (!layer || !rendered) return [];
    const { name, pack } = layer;
    const base = { id, name, version: pack.version };
    if (rendered.missing.some((missing) => missing.id === id)) {
      const message = `No registry has ${pack.name} ${pack.version}.`;
      return [{ ...base, fault: { code: "PACK_MISSING", message } }];
    }
    const problem = rendered.problems.find((p) => p.layerId === id);
    if (problem)
      return [{ ...base, fault: { code: "LAYER_VALUES_INVALID", message: problem.message } }];
    const ready = rendered.layers.find((l) => l.layerId === id);
    const empty = !ready || (ready.releases.length === 0 && ready.manifests.length === 0);
    return empty ? [] : [{ ...base, fault: null }];
  });
}
