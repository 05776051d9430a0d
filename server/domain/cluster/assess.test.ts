import { expect, test } from "vitest";
import type { LayerStatus } from "@/server/domain/agent/layer-status";
import { assess } from "./assess";
import { summarize } from "./condition";
import { healthConditions } from "./status";
import type { ClusterWorld, ObservedPart } from "./world";

const ready: ObservedPart = { ready: true, reason: "Ready", message: "", code: null };
const trouble = (code: ObservedPart["code"]): ObservedPart => ({
  ready: false,
  reason: "X",
  message: "why",
  code,
});
const pool = (name: string, role: "control-plane" | "worker", size: number) => ({
  name,
  role,
  size,
  machineSize: "small" as const,
  labels: {},
  taints: [],
});
const workers = (total: number, ready: number, upToDate = total) => ({
  name: "workers",
  total,
  ready,
  upToDate,
  trouble: null,
});
const layer = (state: LayerStatus["state"], over: Partial<LayerStatus> = {}): LayerStatus => ({
  layerId: "lyr_a",
  name: "web",
  state,
  reason: "R",
  message: "m",
  startedAt: null,
  finishedAt: null,
  attempt: 1,
  version: "1.0.0",
  digest: "d",
  releases: [],
  ...over,
});

function world(over: Partial<ClusterWorld> = {}): ClusterWorld {
  return {
    spec: {
      infrastructure: "local",
      kubernetesVersion: "1.37.2",
      pools: [pool("cp", "control-plane", 1), pool("workers", "worker", 3)],
    },
    generation: 2,
    assets: [],
    managementPlane: { state: "ready", message: "", versions: {} },
    faults: { objects: null, agent: null },
    machines: {
      infrastructure: ready,
      controlPlane: { ...ready, initialized: true, readyReplicas: 1, version: "v1.37.2" },
      pools: [workers(3, 3)],
      endpoint: "https://127.0.0.1:1",
      hasKubeconfig: true,
    },
    agent: { connected: true, processMessage: null, failing: false, silentMs: 0 },
    layers: [{ id: "lyr_a", name: "web", version: "1.0.0", fault: null }],
    leaving: [],
    changeStartedAt: null,
    layerReport: { generation: 2, layers: [layer("Ready")] },
    ...over,
  };
}
const stepOf = (w: ClusterWorld, key: string) => assess(w).steps.find((s) => s.key === key);
const machines = (over: Partial<NonNullable<ClusterWorld["machines"]>>) => {
  const base = world().machines;
  return base ? { machines: { ...base, ...over } } : {};
};

test("a world in which everything is ready has only succeeded steps and true conditions", () => {
  const { steps, conditions } = assess(world());
  expect(steps.map((s) => s.state)).toEqual(Array(7).fill("Succeeded"));
  expect(conditions.map((c) => c.type)).toEqual([...healthConditions]);
  expect(conditions.every((c) => c.status === "True")).toBe(true);
});

test("behind a gate that is not open each step names the one directly before it", () => {
  const w = world({
    managementPlane: {
      state: "starting",
      message: "Waiting for the API server",
      waitingFor: "the API server",
      versions: {},
    },
    machines: null,
  });
  expect(stepOf(w, "management-plane")).toMatchObject({
    state: "Running",
    waitingFor: "the API server",
    message: "",
  });
  const waits: [key: string, waitingFor: RegExp][] = [
    ["infrastructure", /^Start the management plane$/],
    ["control-plane", /^Prepare the infrastructure$/],
    ["agent", /^Start the control plane /],
    ["pool:workers", /^Start the control plane /],
    ["layer:lyr_a", /^Connect the agent$/],
  ];
  for (const [key, waitingFor] of waits) {
    const seen = stepOf(w, key);
    expect(seen?.state).toBe("Waiting");
    expect(seen?.waitingFor).toMatch(waitingFor);
  }
  const { conditions } = assess(w);
  expect(conditions.find((c) => c.type === "NodesReady")?.status).toBe("Unknown");
  expect(
    summarize(
      assess(w).conditions.map((c) => ({ ...c, lastTransitionTime: "", observedGeneration: 1 })),
      healthConditions,
    ),
  ).toBe("False");
});

test.each(["failed", "degraded"] as const)(
  "a management plane that is %s is a failure in its process's words",
  (state) => {
    const message = "etcd (management) exited with code 1: no space left on device";
    const w = world({ managementPlane: { state, message, versions: {} }, machines: null });
    expect(stepOf(w, "management-plane")).toMatchObject({
      state: "Failed",
      code: "MANAGEMENT_PLANE_UNAVAILABLE",
      message,
    });
  },
);

test("a failed asset is named with its next step, and what it needs is told apart", () => {
  const asset = {
    name: "etcd",
    title: "etcd",
    version: "3.6.16",
    purpose: "",
    state: "failed" as const,
    since: "2026-01-01T00:00:00Z",
    error: {
      code: "ASSET_BUILD_TOOL_MISSING" as const,
      message: "Go is missing.",
      next: "Install Go.",
    },
  };
  const w = world({ assets: [asset] });
  expect(stepOf(w, "assets")).toMatchObject({ state: "Failed", code: "ASSET_BUILD_TOOL_MISSING" });
  expect(stepOf(w, "assets")?.message).toContain("Install Go.");
});

test("a control plane is done only with all its nodes and a kubeconfig", () => {
  const threeNodes = world({
    spec: { ...world().spec, pools: [pool("cp", "control-plane", 3)] },
  });
  expect(stepOf(threeNodes, "control-plane")).toMatchObject({
    reason: "ScalingUp",
    waitingFor: "its nodes (1 of 3 ready)",
  });
  expect(stepOf(world(machines({ hasKubeconfig: false })), "control-plane")?.state).toBe("Running");
});

test.each(["PORT_TAKEN", "PROCESS_EXITED", "INTERNAL"] as const)(
  "a control plane in trouble fails with %s and its message",
  (code) => {
    const w = world(
      machines({
        controlPlane: { ...trouble(code), initialized: false, readyReplicas: 0, version: null },
      }),
    );
    expect(stepOf(w, "control-plane")).toMatchObject({ state: "Failed", code, message: "why" });
    expect(assess(w).conditions.find((c) => c.type === "ControlPlaneAvailable")?.code).toBe(code);
  },
);

test("nodes and layers do not wait for each other", () => {
  const w = world(machines({ pools: [workers(3, 1)] }));
  expect(stepOf(w, "pool:workers")).toMatchObject({
    state: "Running",
    waitingFor: "its nodes (1 of 3 ready)",
  });
  expect(stepOf(w, "layer:lyr_a")?.state).toBe("Succeeded");
});

test("nodes come from Cluster API, so they do not wait for the agent; layers do", () => {
  const agent = { connected: false, processMessage: null, failing: false, silentMs: 0 };
  const w = world({ agent });
  expect(stepOf(w, "pool:workers")?.state).toBe("Succeeded");
  expect(stepOf(w, "layer:lyr_a")).toMatchObject({
    state: "Waiting",
    waitingFor: "Connect the agent",
  });
  expect(assess(w).conditions.find((c) => c.type === "NodesReady")?.status).toBe("True");
  const starting = { ...ready, ready: false, reason: "Waiting", message: "the API server" };
  const controlPlane = { ...starting, initialized: false, readyReplicas: 0, version: null };
  const early = world({ agent, ...machines({ controlPlane }) });
  expect(stepOf(early, "pool:workers")?.waitingFor).toContain("Start the control plane");
});

test("a part that waits says for what, once and as a noun", () => {
  const infrastructure = { ...ready, ready: false, reason: "Waiting", message: "the endpoint" };
  const w = world(machines({ infrastructure }));
  const step = stepOf(w, "infrastructure");
  expect(step).toMatchObject({ state: "Running", waitingFor: "the endpoint" });
  expect(step?.message ?? "").toBe("");
  const condition = assess(w).conditions.find((c) => c.type === "InfrastructureReady");
  expect(condition?.message).toBe("Prepare the infrastructure: waiting for the endpoint");
});

test("a pool with more machines than asked for is not done", () => {
  const w = world(machines({ pools: [workers(5, 5)] }));
  expect(stepOf(w, "pool:workers")).toMatchObject({
    state: "Running",
    reason: "ScalingDown",
    waitingFor: "2 nodes to be removed",
  });
});

test("a pool is done only when every node of an older version or system is replaced", () => {
  const replacing = world(machines({ pools: [workers(4, 4, 1)] }));
  expect(stepOf(replacing, "pool:workers")).toMatchObject({
    state: "Running",
    reason: "Replacing",
    waitingFor: "its nodes (1 of 3 replaced)",
  });
  const untouched = world(machines({ pools: [workers(3, 3, 0)] }));
  expect(stepOf(untouched, "pool:workers")).toMatchObject({ reason: "Replacing" });
});

test("a control plane of an older Kubernetes is being upgraded, and nodes and layers wait for it", () => {
  const controlPlane = { ...ready, initialized: true, readyReplicas: 1, version: "v1.36.3" };
  const w = world(machines({ controlPlane }));
  expect(stepOf(w, "control-plane")).toMatchObject({
    state: "Running",
    reason: "Upgrading",
    waitingFor: "Kubernetes 1.37.2",
  });
  const { title } = stepOf(w, "control-plane") ?? {};
  for (const key of ["agent", "pool:workers"]) {
    expect(stepOf(w, key)).toMatchObject({ state: "Waiting", waitingFor: title });
  }
  expect(stepOf(w, "layer:lyr_a")).toMatchObject({
    state: "Waiting",
    waitingFor: "Connect the agent",
  });
});

test("a layer that the profile no longer has is a step until the agent speaks of it no more", () => {
  const old = (state: LayerStatus["state"], over: Partial<LayerStatus> = {}) =>
    layer(state, { layerId: "lyr_old", name: "gone", ...over });
  const leaving = (status: LayerStatus, generation = 2) =>
    world({ leaving: [status], layerReport: { generation, layers: [layer("Ready"), status] } });
  const step = (w: ClusterWorld) => stepOf(w, "layer:lyr_old");
  expect(step(leaving(old("Ready"), 1))).toMatchObject({
    title: "Remove gone 1.0.0",
    state: "Waiting",
    waitingFor: "the agent",
  });
  expect(step(leaving(old("Removing")))).toMatchObject({ state: "Running" });
  const failed = leaving(old("Error", { code: "LAYER_INSTALL_FAILED", message: "a finalizer" }));
  expect(step(failed)).toMatchObject({ state: "Failed", message: "a finalizer" });
  const { conditions } = assess(failed);
  expect(conditions.find((c) => c.type === "LayersReady")?.status).toBe("False");
  expect(step(world())).toBeUndefined();
});

test("a report for an older generation proves nothing", () => {
  const w = world({ layerReport: { generation: 1, layers: [layer("Ready")] } });
  expect(stepOf(w, "layer:lyr_a")).toMatchObject({ state: "Waiting", waitingFor: "the agent" });
});

test("an error of a layer keeps the agent's code; a fault before the agent its own", () => {
  const failed = world({
    layerReport: { generation: 2, layers: [layer("Error", { code: "CHART_UNREACHABLE" })] },
  });
  expect(stepOf(failed, "layer:lyr_a")).toMatchObject({
    state: "Failed",
    code: "CHART_UNREACHABLE",
  });
  const fault = { code: "PACK_MISSING" as const, message: "gone" };
  const missing = world({ layers: [{ id: "lyr_a", name: "web", version: "1", fault }] });
  expect(stepOf(missing, "layer:lyr_a")).toMatchObject({ state: "Failed", ...fault });
});

test("what stopped a run is told with its code, and does not hide what was seen all the same", () => {
  const fault = { code: "LAYER_VALUES_INVALID" as const, message: "podCIDR is refused" };
  const refused = world({ faults: { objects: fault, agent: null } });
  expect(stepOf(refused, "infrastructure")).toMatchObject({ state: "Failed", ...fault });
  expect(stepOf(refused, "layer:lyr_a")?.state).toBe("Succeeded");
  const blind = world({ faults: { objects: fault, agent: null }, machines: null });
  expect(stepOf(blind, "infrastructure")).toMatchObject({ state: "Failed", ...fault });
  expect(stepOf(blind, "control-plane")?.waitingFor).toBe("Prepare the infrastructure");
  const agent = { code: "INTERNAL" as const, message: "no space left" };
  const unkept = world({ faults: { objects: null, agent } });
  expect(stepOf(unkept, "agent")).toMatchObject({ state: "Failed", ...agent });
});

test("an agent that keeps exiting is a failure; one that is on its way is not", () => {
  const agent = { connected: false, processMessage: "exit 1", failing: true, silentMs: 0 };
  expect(stepOf(world({ agent }), "agent")).toMatchObject({
    state: "Failed",
    code: "AGENT_UNREACHABLE",
  });
  expect(stepOf(world({ agent: { ...agent, failing: false } }), "agent")?.state).toBe("Running");
});

test("an agent that runs but says nothing is a failure after half a minute", () => {
  const agent = { connected: false, processMessage: "Running", failing: false, silentMs: 29_000 };
  expect(stepOf(world({ agent }), "agent")?.state).toBe("Running");
  expect(stepOf(world({ agent: { ...agent, silentMs: 30_000 } }), "agent")).toMatchObject({
    state: "Failed",
    code: "AGENT_UNREACHABLE",
  });
});

test("a layer that the agent did not touch for this change says so, one that it worked on too", () => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const layerStep = (startedAt: string | null) => {
    const layers = [layer("Ready", { startedAt })];
    const report = { generation: 2, layers };
    return stepOf(world({ changeStartedAt: at(10), layerReport: report }), "layer:lyr_a");
  };
  expect(layerStep(at(9))).toMatchObject({ state: "Succeeded", worked: false });
  expect(layerStep(null)).toMatchObject({ state: "Succeeded", worked: false });
  expect(layerStep(at(11))).toMatchObject({ state: "Succeeded", worked: true });
});
