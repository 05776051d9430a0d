import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inSystem } from "@/server/db/client";
import { clusterAgents, clusters, operations } from "@/server/db/schema";
import { clusterNamespace, labels } from "@/server/domain/cluster/kube-names";
import { sampleLayers } from "@/server/domain/profile/sample";
import type { AssetState } from "@/server/domain/assets";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { KubeError } from "@/server/kube/errors";
import { createLog } from "@/server/platform/log/log";
import type { ProcessStatus } from "@/server/platform/process/types";
import { PlaneStore } from "@/server/reconcilers/testing/plane-store";
import { deleteCluster, scalePool } from "@/server/services/cluster/change";
import { createCluster } from "@/server/services/cluster/create";
import { getCluster, getKubeconfig, listOperations } from "@/server/services/cluster/read";
import { saveReport } from "@/server/services/agent/reports";
import { syncBundledPacks } from "@/server/services/pack/sync-bundled";
import { createProfile, publishVersion } from "@/server/services/profile/write";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { reconcileCluster } from "./reconcile";

let services: TestServices;
let tenant: TestTenant;
let profileVersionId: string;
let plane: PlaneStore;
let tokens: string[];
let running: Map<string, string>;
let connected: boolean;
let pushed: number;
/** What somebody does while a run is under way. */
let meanwhile: () => Promise<unknown>;
let assets: AssetState[];

beforeAll(async () => {
  services = await createTestServices();
  const loaded = await loadBundledPacks("packs", createLog("silent"));
  await syncBundledPacks(services.deps, loaded);
  tenant = await services.newTenant();
  const layers = sampleLayers(loaded.map((l) => l.pack));
  const { projectId } = tenant;
  profileVersionId = (await createProfile(tenant.admin, { projectId, name: "stack", layers }))
    .versionId;
  await publishVersion(tenant.admin, {
    versionId: profileVersionId,
    revision: 1,
    version: "1.0.0",
  });
});
afterAll(() => services.close());
beforeEach(() => {
  plane = new PlaneStore();
  tokens = [];
  running = new Map();
  connected = false;
  pushed = 0;
  meanwhile = async () => {};
  assets = [];
});

const helm = (state: AssetState["state"]): AssetState => ({
  name: "helm",
  title: "Helm",
  version: pinnedHelm,
  purpose: "",
  state,
  since: "2026-01-01T00:00:00Z",
});

let count = 0;
async function deploy() {
  count += 1;
  const pools = [
    { name: "control-plane", role: "control-plane" as const, size: 1 },
    { name: "workers", role: "worker" as const, size: 2 },
  ];
  const { projectId } = tenant;
  const { clusterId } = await createCluster(tenant.admin, {
    projectId,
    name: `c-${count}`,
    profileVersionId,
    pools,
  });
  return clusterId;
}

function run(id: string) {
  const ports = {
    ...services.deps.ports,
    assets: { states: () => assets, retry: () => {} },
    agents: {
      connected: () => connected,
      desiredChanged: () => void (pushed += 1),
      retry: () => {},
    },
  };
  return reconcileCluster(
    {
      services: { ...services.deps, ports },
      plane: () => plane.asClient(),
      agents: {
        status: (clusterId) => (running.has(clusterId) ? agentStatus : undefined),
        serves: (clusterId, kubeconfig) => running.get(clusterId) === kubeconfig,
        start: async ({ clusterId, token, kubeconfig }) => {
          await meanwhile();
          tokens.push(token);
          running.set(clusterId, kubeconfig);
        },
        stop: async (clusterId) => void running.delete(clusterId),
      },
    },
    { kind: "cluster", tenantId: tenant.tenantId, id },
  );
}
const agentStatus = { state: "running", restarts: 0, message: "" } as ProcessStatus;
const ready = { type: "Ready", status: "True", reason: "Ready", message: "" };

/** Plays Cluster API and the provider: everything that was asked for is there. */
function machinesComeUp(id: string, workers = 2, kubeconfig = "secret-kubeconfig") {
  const namespace = clusterNamespace(id);
  plane.setStatus("LocalCluster", { conditions: [ready] });
  plane.setStatus("LocalControlPlane", {
    initialization: { controlPlaneInitialized: true },
    readyReplicas: 1,
    version: "v1.37.2",
    conditions: [ready],
  });
  const [cluster] = [...plane.objects.values()].filter((o) => o.kind === "Cluster");
  const secret = { name: `${cluster?.metadata.name}-kubeconfig`, namespace };
  void plane.apply({
    apiVersion: "v1",
    kind: "Secret",
    metadata: secret,
    data: { value: Buffer.from(kubeconfig).toString("base64") },
  });
  for (let i = 0; i < workers; i += 1) {
    const metadata = { name: `w-${i}`, namespace, labels: { [labels.pool]: "workers" } };
    void plane.apply({ apiVersion: "cluster.x-k8s.io/v1beta2", kind: "Machine", metadata });
  }
  plane.setStatus("Machine", { conditions: [{ type: "NodeReady", status: "True" }] });
}

async function layersAreReady(id: string, generation: number) {
  const { layers } = await getCluster(tenant.admin, { clusterId: id });
  const status = (layer: (typeof layers)[number]) => ({
    layerId: layer.id,
    name: layer.name,
    state: "Ready" as const,
    reason: "Ready",
    message: "",
    startedAt: null,
    finishedAt: null,
    attempt: 1,
    version: layer.version,
    digest: "d",
    releases: [],
  });
  const identity = { tenantId: tenant.tenantId, clusterId: id, agentId: "agt" };
  const data = { generation, layers: layers.map(status) };
  await saveReport(services.deps, identity, {
    type: "report",
    kind: "layers",
    revision: 1,
    total: layers.length,
    data,
  });
}

async function bringUp(id: string) {
  await run(id);
  machinesComeUp(id);
  await run(id);
  connected = true;
  await layersAreReady(id, 1);
  await run(id);
}

test("a cluster goes from Pending to Running, and its operation ends with every step done", async () => {
  const id = await deploy();
  await bringUp(id);
  expect(await getCluster(tenant.admin, { clusterId: id })).toMatchObject({
    state: "Running",
    health: "Healthy",
    nodes: { ready: 2, total: 3 },
    progress: null,
  });
  const [operation] = await listOperations(tenant.admin, { clusterId: id });
  expect(operation).toMatchObject({ state: "Succeeded", finishedAt: expect.any(String) });
  expect(operation?.steps.every((s) => s.state === "Succeeded" && s.startedAt !== null)).toBe(true);
});

test("a run that sees the same again writes nothing, so open pages are not woken", async () => {
  const id = await deploy();
  await bringUp(id);
  const versions = async () =>
    inSystem(services.deps.db, async (tx) => [
      await tx.select().from(clusters).where(eq(clusters.id, id)),
      await tx.select().from(operations).where(eq(operations.clusterId, id)),
    ]);
  const before = await versions();
  services.clock.advance(60_000);
  await run(id);
  expect(await versions()).toEqual(before);
});

test("a run that dies half-way is repaired by the next: nothing twice, nothing missing", async () => {
  const id = await deploy();
  plane.failApplyOf = "MachineDeployment";
  await expect(run(id)).rejects.toThrow("went away");
  plane.failApplyOf = null;
  await bringUp(id);
  const kinds = [...plane.objects.values()].map((o) => o.kind);
  expect(kinds.filter((k) => k === "Cluster")).toHaveLength(1);
  expect(kinds.filter((k) => k === "MachineDeployment")).toHaveLength(1);
  expect((await getCluster(tenant.admin, { clusterId: id })).state).toBe("Running");
});

test("a refusal is told in the timeline and in the conditions, with its code, until it is mended", async () => {
  const id = await deploy();
  await bringUp(id);
  await scalePool(tenant.admin, { clusterId: id, pool: "workers", size: 3, generation: 1 });
  plane.failApplyOf = "MachineDeployment";
  plane.failWith = new KubeError("INVALID", "spec.replicas: 3 is refused", { status: 422 });
  const fault = { code: "LAYER_VALUES_INVALID", message: "spec.replicas: 3 is refused" };
  // Thrown on as well: then the queue's pauses grow.
  await expect(run(id)).rejects.toThrow("refused");
  const newest = async () => (await listOperations(tenant.admin, { clusterId: id }))[0];
  expect((await newest())?.state).toBe("Failed");
  const told = (await newest())?.steps.find((s) => s.key === "infrastructure");
  expect(told).toMatchObject({ state: "Failed", ...fault });
  const { conditions, state } = await getCluster(tenant.admin, { clusterId: id });
  expect(state).toBe("Running");
  expect(conditions.find((c) => c.type === "InfrastructureReady")).toMatchObject({
    status: "False",
    code: fault.code,
  });
  expect(conditions.find((c) => c.type === "ControlPlaneAvailable")?.status).toBe("True");
  plane.failApplyOf = null;
  machinesComeUp(id, 3);
  await layersAreReady(id, 2);
  await run(id);
  expect((await newest())?.state).toBe("Succeeded");
});

test("an agent that cannot be started is told, and no token is issued while Helm is not there", async () => {
  const id = await deploy();
  await run(id);
  machinesComeUp(id);
  assets = [helm("downloading")];
  await run(id);
  expect(tokens).toEqual([]);
  assets = [helm("ready")];
  meanwhile = () => Promise.reject(new Error("no space left on device"));
  await expect(run(id)).rejects.toThrow("no space left");
  const [operation] = await listOperations(tenant.admin, { clusterId: id });
  expect(operation?.steps.find((s) => s.key === "agent")).toMatchObject({
    state: "Failed",
    code: "INTERNAL",
    message: "no space left on device",
  });
});

test("a deletion that cannot go on says why", async () => {
  const id = await deploy();
  await bringUp(id);
  const { name } = await getCluster(tenant.admin, { clusterId: id });
  await deleteCluster(tenant.admin, { clusterId: id, confirmName: name });
  plane.failDelete = new KubeError("UNREACHABLE", "connection refused");
  await expect(run(id)).rejects.toThrow("connection refused");
  const [operation] = await listOperations(tenant.admin, { clusterId: id });
  expect(operation?.steps.find((s) => s.key === "machines")).toMatchObject({
    state: "Failed",
    code: "MANAGEMENT_PLANE_UNAVAILABLE",
  });
  plane.failDelete = null;
  await run(id);
  expect(plane.deleted).toContain(`Cluster/${name}`);
});

test("an agent that runs keeps its token; one that is gone gets a new one, and the old is dead", async () => {
  const id = await deploy();
  await bringUp(id);
  await run(id);
  expect(tokens).toHaveLength(1);
  running.clear();
  await run(id);
  expect(new Set(tokens).size).toBe(2);
  const rows = await inSystem(services.deps.db, (tx) =>
    tx.select().from(clusterAgents).where(eq(clusterAgents.clusterId, id)),
  );
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(tokens[1]);
});

test("a renewed kubeconfig reaches the agent: it is started again, with a token of its own", async () => {
  const id = await deploy();
  await bringUp(id);
  machinesComeUp(id, 2, "renewed-kubeconfig");
  await run(id);
  await run(id);
  expect(running.get(id)).toBe("renewed-kubeconfig");
  expect(new Set(tokens).size).toBe(2);
});

test("the kubeconfig is kept sealed and opened for those who may", async () => {
  const id = await deploy();
  await bringUp(id);
  const [row] = await inSystem(services.deps.db, (tx) =>
    tx.select().from(clusters).where(eq(clusters.id, id)),
  );
  expect(JSON.stringify(row)).not.toContain("secret-kubeconfig");
  expect((await getKubeconfig(tenant.admin, { clusterId: id })).content).toBe("secret-kubeconfig");
});

test("losing the agent changes the health, not the state, and deletes nothing", async () => {
  const id = await deploy();
  await bringUp(id);
  connected = false;
  await run(id);
  expect(await getCluster(tenant.admin, { clusterId: id })).toMatchObject({
    state: "Running",
    health: "Unhealthy",
  });
  expect(plane.deleted).toEqual([]);
});

test("after a scale the cluster is done only when machines and agent carried out the new spec", async () => {
  const id = await deploy();
  await bringUp(id);
  await scalePool(tenant.admin, { clusterId: id, pool: "workers", size: 4, generation: 1 });
  pushed = 0;
  await run(id);
  expect(pushed).toBe(1); // the agent is told of the new generation
  const steps = async () => (await listOperations(tenant.admin, { clusterId: id }))[0];
  expect(await steps()).toMatchObject({ kind: "scale", state: "Running" });
  machinesComeUp(id, 4);
  await layersAreReady(id, 2);
  await run(id);
  expect(await steps()).toMatchObject({ kind: "scale", state: "Succeeded" });
});

test("a run during which somebody scales does not reopen the operation that this superseded", async () => {
  const id = await deploy();
  await run(id);
  machinesComeUp(id);
  services.clock.advance(1_000);
  meanwhile = () =>
    scalePool(tenant.admin, { clusterId: id, pool: "workers", size: 4, generation: 1 });
  await run(id); // starts the agent, and meanwhile the wish changes
  const states = async () =>
    (await listOperations(tenant.admin, { clusterId: id })).map((o) => [o.kind, o.state]);
  const scaling = [
    ["scale", "Running"],
    ["create", "Superseded"],
  ];
  expect(await states()).toEqual(scaling);
  await run(id);
  expect(await states()).toEqual(scaling);
});

test("a deletion stops the agent, removes machines before their namespace, and then forgets the secrets", async () => {
  const id = await deploy();
  await bringUp(id);
  const { name } = await getCluster(tenant.admin, { clusterId: id });
  await deleteCluster(tenant.admin, { clusterId: id, confirmName: name });
  await run(id);
  expect(running.has(id)).toBe(false);
  expect(plane.deleted).toEqual([`Cluster/${name}`]);
  const machines = [...plane.objects.keys()].filter((key) => key.startsWith("Machine/"));
  await run(id);
  expect(plane.deleted).not.toContain(`Namespace/${clusterNamespace(id)}`);
  for (const key of machines) plane.objects.delete(key);
  await run(id);
  await run(id);
  expect(plane.deleted).toContain(`Namespace/${clusterNamespace(id)}`);
  const [row] = await inSystem(services.deps.db, (tx) =>
    tx.select().from(clusters).where(eq(clusters.id, id)),
  );
  expect(row).toMatchObject({ kubeconfigSealed: null, deletedAt: expect.any(Date) });
  expect(await run(id)).toEqual({});
});

test("a cluster that is deleted before anything was made of it is simply gone", async () => {
  const id = await deploy();
  const { name } = await getCluster(tenant.admin, { clusterId: id });
  await deleteCluster(tenant.admin, { clusterId: id, confirmName: name });
  await run(id);
  const [row] = await inSystem(services.deps.db, (tx) =>
    tx.select().from(clusters).where(eq(clusters.id, id)),
  );
  expect(row?.deletedAt).toBeInstanceOf(Date);
});
