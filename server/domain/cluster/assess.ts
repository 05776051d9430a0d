import type { LayerState, LayerStatus } from "@/server/domain/agent/layer-status";
import type { StepReport } from "@/server/domain/operation/types";
import { unreachableAfterMs } from "./agent-silence";
import type { ConditionReport } from "./condition";
import type { ClusterWorld, Fault, ObservedPart, WantedLayer } from "./world";

/** What a run concludes: the lines of the timeline and the conditions, in order. */
export interface Assessment {
  steps: StepReport[];
  conditions: ConditionReport[];
}

type Outcome = Omit<StepReport, "key" | "title">;

const behindGate = "WaitingForEarlierStep";
const succeeded = (reason: string, message = ""): Outcome => ({
  state: "Succeeded",
  reason,
  message,
});
const running = (reason: string, waitingFor: string, message = ""): Outcome => ({
  state: "Running",
  reason,
  waitingFor,
  message,
});

/**
 * Concludes from what was seen; pure, so the same world always tells the same story. A step whose direct
 * predecessor is not done waits for it, whatever it could say itself.
 */
export function assess(world: ClusterWorld): Assessment {
  const steps: StepReport[] = [];
  let blockedBy: string | null = null;
  const add = (key: string, title: string, outcome: Outcome, behind = blockedBy): void => {
    const wait: Outcome = { state: "Waiting", reason: behindGate, waitingFor: behind ?? "" };
    steps.push({ key, title, ...(behind === null ? outcome : wait) });
  };
  // A part that was seen to be ready holds nobody back, although this run could not look after it.
  const gate = (key: string, title: string, seen: Outcome, fault: Fault | null = null): void => {
    const outcome: Outcome = fault ? { state: "Failed", reason: "RunFailed", ...fault } : seen;
    add(key, title, outcome);
    if (blockedBy !== null || seen.state !== "Succeeded") blockedBy = title;
  };
  gate("assets", "Prepare the Kubernetes programs", assetsOutcome(world));
  gate("management-plane", "Start the management plane", planeOutcome(world));
  const infrastructure = partOutcome(world.machines?.infrastructure);
  gate("infrastructure", "Prepare the infrastructure", infrastructure, world.faults.objects);
  gate("control-plane", controlPlaneTitle(world), controlPlaneOutcome(world));
  const beforeAgent = blockedBy;
  gate("agent", "Connect the agent", agentOutcome(world), world.faults.agent);
  // Nodes and layers come up side by side. Cluster API makes the nodes, which asks no agent.
  for (const pool of workerPools(world)) {
    add(
      `pool:${pool.name}`,
      `Add ${pool.size} ${plural(pool.size)} to pool ${pool.name}`,
      poolOutcome(world, pool),
      beforeAgent,
    );
  }
  for (const layer of world.layers) {
    add(`layer:${layer.id}`, `Install ${layer.name} ${layer.version}`, layerOutcome(world, layer));
  }
  for (const layer of world.leaving) {
    const title = `Remove ${layer.name} ${layer.version}`;
    add(`layer:${layer.layerId}`, title, leavingOutcome(world, layer));
  }
  return { steps, conditions: conditionsOf(steps) };
}

const plural = (count: number) => (count === 1 ? "node" : "nodes");
const workerPools = (world: ClusterWorld) => world.spec.pools.filter((p) => p.role === "worker");

function controlPlaneTitle(world: ClusterWorld): string {
  const size = world.spec.pools.find((p) => p.role === "control-plane")?.size ?? 1;
  return `Start the control plane (${size} ${plural(size)}, Kubernetes ${world.spec.kubernetesVersion})`;
}

function assetsOutcome({ assets }: ClusterWorld): Outcome {
  const failed = assets.find((asset) => asset.state === "failed");
  if (failed) {
    const tool = failed.error?.code.startsWith("ASSET_BUILD_TOOL") ?? false;
    const message = `${failed.error?.message ?? failed.title} ${failed.error?.next ?? ""}`;
    return {
      state: "Failed",
      reason: "AssetFailed",
      code: tool ? "ASSET_BUILD_TOOL_MISSING" : "ASSET_MISSING",
      message: message.trim(),
    };
  }
  const pending = assets.filter((asset) => asset.state !== "ready");
  if (pending.length === 0) return succeeded("Ready", `${assets.length} programs ready`);
  const now =
    pending.find((a) => a.state === "building" || a.state === "downloading") ?? pending[0];
  const percent = now?.progress?.total
    ? ` (${Math.floor((now.progress.done * 100) / now.progress.total)} %)`
    : "";
  const doing = `${now?.title} ${now?.version}: ${now?.state}${percent}`;
  return running("Preparing", doing, `${assets.length - pending.length} of ${assets.length} ready`);
}

function planeOutcome({ managementPlane }: ClusterWorld): Outcome {
  const { state, message, waitingFor } = managementPlane;
  if (state === "ready") return succeeded("Ready");
  if (state === "failed" || state === "degraded") {
    return {
      state: "Failed",
      reason: "ManagementPlaneFailed",
      code: "MANAGEMENT_PLANE_UNAVAILABLE",
      message,
    };
  }
  // While it starts the message only says the same again.
  const detail = waitingFor && state === "starting" ? "" : message;
  return running("Starting", waitingFor ?? "its API server", detail);
}

function partOutcome(part: ObservedPart | null | undefined): Outcome {
  if (!part) return running("Creating", "its first report");
  if (part.ready) return succeeded("Ready", part.reason === "Waiting" ? "" : part.message);
  if (part.code)
    return { state: "Failed", reason: part.reason, code: part.code, message: part.message };
  return running(part.reason, part.message || "its next report");
}

function controlPlaneOutcome({ machines, spec }: ClusterWorld): Outcome {
  const part = machines?.controlPlane;
  const size = spec.pools.find((p) => p.role === "control-plane")?.size ?? 1;
  if (!part?.ready) return partOutcome(part);
  const version = part.version?.replace(/^v/, "") ?? spec.kubernetesVersion;
  if (version !== spec.kubernetesVersion) {
    return running("Upgrading", `Kubernetes ${spec.kubernetesVersion}`, `Currently on ${version}.`);
  }
  if (part.readyReplicas < size) {
    return running("ScalingUp", `its nodes (${part.readyReplicas} of ${size} ready)`);
  }
  if (machines?.hasKubeconfig) return partOutcome(part);
  return running("WaitingForKubeconfig", "the administrator's kubeconfig");
}

function agentOutcome({ agent }: ClusterWorld): Outcome {
  if (agent.connected) return succeeded("Connected");
  const message = agent.processMessage ?? "";
  if (agent.failing)
    return { state: "Failed", reason: "AgentExited", code: "AGENT_UNREACHABLE", message };
  if (agent.silentMs >= unreachableAfterMs) {
    const silence =
      "It is running, but nothing has been received from it for more than 30 seconds.";
    return { state: "Failed", reason: "AgentSilent", code: "AGENT_UNREACHABLE", message: silence };
  }
  return running("Connecting", "the agent's first message", message);
}

function poolOutcome(world: ClusterWorld, pool: { name: string; size: number }): Outcome {
  const seen = world.machines?.pools.find((p) => p.name === pool.name);
  if (!seen) return running("Creating", "its machines");
  const { upToDate } = seen;
  if (seen.ready >= pool.size && seen.total === pool.size && upToDate >= pool.size) {
    return succeeded("Ready", `${seen.ready} of ${pool.size} ${plural(pool.size)} ready`);
  }
  if (seen.trouble?.code) {
    const { reason, code, message } = seen.trouble;
    return { state: "Failed", reason, code, message };
  }
  if (seen.total >= pool.size && upToDate < pool.size) {
    const fresh = `its nodes (${upToDate} of ${pool.size} replaced)`;
    return running("Replacing", fresh, seen.trouble?.message);
  }
  const surplus = seen.total - pool.size;
  if (surplus > 0) return running("ScalingDown", `${surplus} ${plural(surplus)} to be removed`);
  const ready = `its nodes (${seen.ready} of ${pool.size} ready)`;
  return running("ScalingUp", ready, seen.trouble?.message);
}

/** What a layer at work waits for when its agent names nothing. */
const layerWaits: Record<LayerState, string> = {
  Waiting: "earlier layers",
  Installing: "Helm and the API server",
  Installed: "its workloads to become ready",
  Ready: "nothing",
  Error: "the next attempt",
  Removing: "its objects to be deleted",
};

function layerOutcome(world: ClusterWorld, layer: WantedLayer): Outcome {
  if (layer.fault) return { state: "Failed", reason: "LayerFault", ...layer.fault };
  const report = world.layerReport;
  const seen = report?.layers.find((l) => l.layerId === layer.id);
  if (!report || !seen || report.generation < world.generation) {
    // Not begun: the agent says when it is.
    return { state: "Waiting", reason: "HandedToAgent", waitingFor: "the agent" };
  }
  const { reason, message } = seen;
  if (seen.state === "Ready") {
    // A layer whose last attempt is older than the change stayed as it was.
    const worked = (seen.startedAt ?? "") >= (world.changeStartedAt ?? "");
    return { ...succeeded(reason, message), worked };
  }
  if (seen.state === "Error") {
    return { state: "Failed", reason, message, code: seen.code ?? "LAYER_INSTALL_FAILED" };
  }
  if (seen.state === "Waiting") {
    return { state: "Waiting", reason, message, waitingFor: seen.waitingFor ?? layerWaits.Waiting };
  }
  return running(reason, seen.waitingFor ?? layerWaits[seen.state], message);
}

/** The agent takes it out of the cluster, and then speaks of it no more. */
function leavingOutcome(
  world: ClusterWorld,
  { state, reason, message, code }: LayerStatus,
): Outcome {
  const told = (world.layerReport?.generation ?? 0) >= world.generation;
  if (told && state === "Error") {
    return { state: "Failed", reason, message, code: code ?? "LAYER_INSTALL_FAILED" };
  }
  if (told && state === "Removing") return running(reason, layerWaits.Removing, message);
  return { state: "Waiting", reason: "HandedToAgent", waitingFor: "the agent" };
}

/** The cluster's conditions are the steps, folded: one source, so page and timeline never disagree. */
function conditionsOf(steps: readonly StepReport[]): ConditionReport[] {
  const of = (type: string, belongs: (key: string) => boolean): ConditionReport => {
    const own = steps.filter((step) => belongs(step.key));
    const worst =
      own.find((s) => s.state === "Failed") ??
      own.find((s) => s.state === "Running") ??
      own.find((s) => s.state === "Waiting");
    if (!worst) return { type, status: "True", reason: "Ready", message: "" };
    const waits = worst.waitingFor ? `waiting for ${worst.waitingFor}` : "";
    const message = [worst.title, worst.message || waits].filter(Boolean).join(": ");
    const code = worst.code ? { code: worst.code } : {};
    // Behind a gate that is not open nothing is known, which is no bad news of its own.
    const status = worst.reason === behindGate ? "Unknown" : "False";
    return { type, status, reason: worst.reason, message, ...code };
  };
  const first = new Set(["assets", "management-plane", "infrastructure"]);
  return [
    of("InfrastructureReady", (key) => first.has(key)),
    of("ControlPlaneAvailable", (key) => key === "control-plane"),
    of("AgentConnected", (key) => key === "agent"),
    of("NodesReady", (key) => key.startsWith("pool:")),
    of("LayersReady", (key) => key.startsWith("layer:")),
  ];
}
