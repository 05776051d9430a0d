import { desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inSystem } from "@/server/db/client";
import { auditEntries, clusters } from "@/server/db/schema";
import { newId } from "@/server/domain/ids/ids";
import { sampleLayers } from "@/server/domain/profile/sample-layers";
import { formatMiB } from "@/server/domain/text/memory";
import { createLog } from "@/server/platform/log/log";
import { syncBundledPacks } from "@/server/services/pack/sync-bundled";
import { createProfile, publishVersion } from "@/server/services/profile/write";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { deleteCluster, retryCluster, scalePool } from "./change";
import { createCluster, estimateCapacity } from "./create";
import {
  downloadKubeconfig,
  getCluster,
  getClusterReports,
  listClusters,
  listOperations,
} from "./read";

let services: TestServices;
let tenant: TestTenant;
let other: TestTenant;
let profileVersionId: string;
let draftVersionId: string;

beforeAll(async () => {
  services = await createTestServices();
  const loaded = await loadBundledPacks("packs", createLog("silent"));
  await syncBundledPacks(services.deps, loaded);
  [tenant, other] = [await services.newTenant(), await services.newTenant()];
  const layers = sampleLayers(loaded.map((l) => l.pack));
  const make = (name: string) =>
    createProfile(tenant.admin, { projectId: tenant.projectId, name, layers });
  draftVersionId = (await make("draft")).versionId;
  profileVersionId = (await make("ready")).versionId;
  await publishVersion(tenant.admin, {
    versionId: profileVersionId,
    revision: 1,
    version: "1.0.0",
  });
});
afterAll(() => services.close());
beforeEach(() => {
  services.enqueued.length = 0;
  services.memory.freeMiB = 12_000;
});

const pools = (controlPlanes = 1, workers = 3) => [
  { name: "control-plane", role: "control-plane" as const, size: controlPlanes },
  { name: "workers", role: "worker" as const, size: workers },
];
let count = 0;
const deploy = (over: object = {}) => {
  count += 1;
  const { projectId } = tenant;
  return createCluster(tenant.admin, {
    projectId,
    name: `blue-${count}`,
    profileVersionId,
    pools: pools(),
    ...over,
  });
};

test("a deploy makes the row, the operation, the job and the audit entry together", async () => {
  const { clusterId, operationId } = await deploy();
  expect(await getCluster(tenant.admin, { clusterId })).toMatchObject({
    state: "Pending",
    kubernetesVersion: "1.37.2",
    nodes: { ready: 0, total: 4 },
    profile: { name: "ready", version: "1.0.0" },
  });
  expect(await listOperations(tenant.admin, { clusterId })).toMatchObject([
    { id: operationId, kind: "create", state: "Running" },
  ]);
  expect(services.enqueued).toEqual([
    { kind: "cluster", tenantId: tenant.tenantId, id: clusterId },
  ]);
  const [audit] = await inSystem(services.deps.db, (tx) =>
    tx
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.objectId, clusterId))
      .orderBy(desc(auditEntries.at)),
  );
  expect(audit).toMatchObject({
    action: "cluster.create",
    actorId: tenant.userId,
    details: { nodes: 4 },
  });
});

test.each([
  ["a name that is no DNS label", { name: "Blue Sky" }, "BAD_INPUT", "name"],
  ["no control-plane node", { pools: pools(0) }, "BAD_INPUT", "pools.0.size"],
  ["two control-plane nodes", { pools: pools(2) }, "BAD_INPUT", "pools.0.size"],
  [
    "a label that is none",
    { pools: [pools()[0], { ...pools()[1], labels: { "a b": "c" } }] },
    "BAD_INPUT",
    undefined,
  ],
])("%s is refused at its field, and nothing is made", async (_what, over, code, field) => {
  const before = (await listClusters(tenant.admin, { projectId: tenant.projectId })).length;
  const error = await deploy(over).catch((e: unknown) => e);
  expect(error).toMatchObject({ code });
  if (field)
    expect(error).toHaveProperty(
      "fields",
      expect.objectContaining({ [field]: expect.any(String) }),
    );
  expect(await listClusters(tenant.admin, { projectId: tenant.projectId })).toHaveLength(before);
  expect(services.enqueued).toEqual([]);
});

test("a taken name, a draft and a profile version that is not there are refused", async () => {
  await deploy({ name: "green" });
  await expect(deploy({ name: "green" })).rejects.toMatchObject({
    code: "CONFLICT",
    fields: { name: expect.any(String) },
  });
  await expect(deploy({ profileVersionId: draftVersionId })).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
  });
  await expect(deploy({ profileVersionId: newId("profileVersion") })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("what the machine cannot hold is said before the deploy, with numbers", async () => {
  services.memory.freeMiB = 900;
  const { projectId } = tenant;
  const view = await estimateCapacity(tenant.admin, { projectId, pools: pools(3, 500) });
  expect(view.fits).toBe(false);
  await expect(deploy({ pools: pools(3, 500) })).rejects.toMatchObject({
    code: "LIMIT_EXCEEDED",
    message: expect.stringContaining(`needs about ${formatMiB(view.neededMiB)} of memory`),
  });
});

test("scaling changes the spec once; a second tab with the old generation is told", async () => {
  const { clusterId } = await deploy();
  const scale = (size: number, generation: number) =>
    scalePool(tenant.admin, { clusterId, pool: "workers", size, generation });
  expect(await scale(5, 1)).toEqual({ generation: 2 });
  await expect(scale(7, 1)).rejects.toMatchObject({ code: "STALE" });
  const cluster = await getCluster(tenant.admin, { clusterId });
  expect(cluster.spec.pools.find((p) => p.name === "workers")?.size).toBe(5);
  const operations = await listOperations(tenant.admin, { clusterId });
  expect(operations.map((o) => o.state).sort()).toEqual(["Running", "Superseded"]);
});

test("a control plane grows to three and never shrinks", async () => {
  const { clusterId } = await deploy();
  const scale = (size: number, generation: number) =>
    scalePool(tenant.admin, { clusterId, pool: "control-plane", size, generation });
  await expect(scale(2, 1)).rejects.toMatchObject({ code: "BAD_INPUT" });
  await scale(3, 1);
  await expect(scale(1, 2)).rejects.toMatchObject({ code: "BAD_INPUT" });
});

test("a deletion needs the typed name, works while the cluster is being made, and only once", async () => {
  const { clusterId } = await deploy({ name: "red" });
  await expect(
    deleteCluster(tenant.admin, { clusterId, confirmName: "blue" }),
  ).rejects.toMatchObject({ fields: { confirmName: expect.any(String) } });
  await deleteCluster(tenant.admin, { clusterId, confirmName: "red" });
  await deleteCluster(tenant.admin, { clusterId, confirmName: "red" });
  expect((await getCluster(tenant.admin, { clusterId })).state).toBe("Deleting");
  const operations = await listOperations(tenant.admin, { clusterId });
  expect(operations.filter((o) => o.kind === "delete")).toHaveLength(1);
  await expect(
    scalePool(tenant.admin, { clusterId, pool: "workers", size: 1, generation: 1 }),
  ).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
});

test("another tenant's cluster is not found by any verb", async () => {
  const { clusterId } = await deploy();
  const calls = [
    () => getCluster(other.admin, { clusterId }),
    () => listOperations(other.admin, { clusterId }),
    () => getClusterReports(other.admin, { clusterId }),
    () => downloadKubeconfig(other.admin, { clusterId }),
    () => scalePool(other.admin, { clusterId, pool: "workers", size: 1, generation: 1 }),
    () => retryCluster(other.admin, { clusterId }),
    () => deleteCluster(other.admin, { clusterId, confirmName: "x" }),
    () =>
      createCluster(other.admin, {
        projectId: other.projectId,
        name: "x",
        profileVersionId,
        pools: pools(),
      }),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("the kubeconfig needs more than a look, and says so before there is one", async () => {
  const { clusterId } = await deploy();
  const viewer = tenant.person("cluster.get", "cluster.list");
  await expect(downloadKubeconfig(viewer, { clusterId })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  await expect(downloadKubeconfig(tenant.admin, { clusterId })).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
  });
});

test("whoever downloads a kubeconfig stands in the audit trail, its content does not", async () => {
  const { clusterId } = await deploy();
  const { tenantId, userId } = tenant;
  const place = { tenantId, table: "clusters", column: "kubeconfig", row: clusterId };
  const { db, keyring } = services.deps;
  await inSystem(db, async (tx) => {
    const kubeconfigSealed = await keyring.seal(tx, place, "canary-kubeconfig");
    await tx.update(clusters).set({ kubeconfigSealed }).where(eq(clusters.id, clusterId));
  });
  const file = await downloadKubeconfig(tenant.admin, { clusterId });
  expect(file.content).toBe("canary-kubeconfig");
  const entries = await inSystem(db, (tx) =>
    tx.select().from(auditEntries).where(eq(auditEntries.objectId, clusterId)),
  );
  expect(entries).toContainEqual(
    expect.objectContaining({ action: "cluster.downloadKubeconfig", actorId: userId }),
  );
  expect(JSON.stringify(entries)).not.toContain("canary-kubeconfig");
});

test("a retry reaches the agent and the queue, and counts as an attempt of the operation", async () => {
  const { clusterId } = await deploy();
  const before = services.enqueued.length;
  await retryCluster(tenant.admin, { clusterId });
  expect(services.retried).toContain(clusterId);
  expect(services.enqueued).toHaveLength(before + 1);
  const [operation] = await listOperations(tenant.admin, { clusterId });
  expect(operation?.attempt).toBe(2);
});
