import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inSystem } from "@/server/db/client";
import { clusters, projects } from "@/server/db/schema";
import { assessCapacity } from "@/server/domain/cluster/capacity";
import { newId } from "@/server/domain/ids/ids";
import { sampleLayers } from "@/server/domain/profile/sample-layers";
import { formatMiB } from "@/server/domain/text/memory";
import { createLog } from "@/server/platform/log/log";
import { syncBundledPacks } from "@/server/services/pack/sync-bundled";
import { createProfile, deleteProfile, publishVersion } from "@/server/services/profile/write";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { scalePool } from "./change";
import { createCluster, estimateCapacity } from "./create";
import { listClusters } from "./read";

let services: TestServices;
let tenant: TestTenant;
let other: TestTenant;
let layers: ReturnType<typeof sampleLayers>;

beforeAll(async () => {
  services = await createTestServices();
  const loaded = await loadBundledPacks("packs", createLog("silent"));
  await syncBundledPacks(services.deps, loaded);
  layers = sampleLayers(loaded.map((l) => l.pack));
});
afterAll(() => services.close());
beforeEach(async () => {
  services.memory.freeMiB = 12_000;
  [tenant, other] = [await services.newTenant(), await services.newTenant()];
});

const pools = [
  { name: "control-plane", role: "control-plane" as const, size: 1 },
  { name: "workers", role: "worker" as const, size: 3 },
];
const profile = async (owner: TestTenant, projectId = owner.projectId) => {
  const made = await createProfile(owner.admin, { projectId, name: "stack", layers });
  await publishVersion(owner.admin, { versionId: made.versionId, revision: 1, version: "1.0.0" });
  return made;
};
const create = (owner: TestTenant, profileVersionId: string, name = "blue") =>
  createCluster(owner.admin, { projectId: owner.projectId, name, profileVersionId, pools });

/** All clusters made so far are as their specs ask for. */
const carryOut = () =>
  inSystem(services.deps.db, (tx) =>
    tx.update(clusters).set({
      observed: {
        endpoint: null,
        kubernetesVersion: null,
        progress: 100,
        pools: [],
        generation: 1_000,
      },
    }),
  );

test("a profile version of another project is not found, though both are of one tenant", async () => {
  const sibling = newId("project");
  const { tenantId } = tenant;
  await inSystem(services.deps.db, (tx) =>
    tx.insert(projects).values({ tenantId, id: sibling, name: "Sibling", slug: "sibling" }),
  );
  const { versionId } = await profile(tenant, sibling);
  await expect(create(tenant, versionId)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const inSibling = { projectId: sibling, name: "blue", profileVersionId: versionId, pools };
  expect(await createCluster(tenant.admin, inSibling)).toHaveProperty("clusterId");
});

test("the version of a deleted profile is not found", async () => {
  const { profileId, versionId } = await profile(tenant);
  await deleteProfile(tenant.admin, { profileId });
  await expect(create(tenant, versionId)).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a profile cannot be deleted while a cluster is made from it", async () => {
  const { profileId, versionId } = await profile(tenant);
  const [created, deleted] = await Promise.allSettled([
    create(tenant, versionId),
    deleteProfile(tenant.admin, { profileId }),
  ]);
  const both = [created.status, deleted.status].sort();
  expect(both).toEqual(["fulfilled", "rejected"]);
});

test("of two who take one name at once, the second is told at the field", async () => {
  const { versionId } = await profile(tenant);
  const results = await Promise.allSettled([create(tenant, versionId), create(tenant, versionId)]);
  const lost = results.find((result) => result.status === "rejected");
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(lost?.reason).toMatchObject({
    code: "CONFLICT",
    fields: { name: expect.stringContaining("blue") },
  });
});

test("of two clusters with room for one, whoever asks, the second is refused with numbers", async () => {
  await carryOut();
  const [mine, theirs] = [await profile(tenant), await profile(other)];
  const need = assessCapacity(pools, { totalMiB: 0, freeMiB: 0, promisedMiB: 0 }).neededMiB;
  services.memory.freeMiB = 256 + need + need / 2;
  const results = await Promise.allSettled([
    create(tenant, mine.versionId),
    create(other, theirs.versionId),
  ]);
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  const lost = results.find((result) => result.status === "rejected");
  expect(lost?.reason).toMatchObject({
    code: "LIMIT_EXCEEDED",
    message: expect.stringContaining(`${formatMiB(need)} reserved for clusters being created`),
    fields: { pools: expect.any(String) },
  });
});

test("what is promised counts for the estimate and for scaling, until it is carried out", async () => {
  await carryOut();
  const { versionId } = await profile(tenant);
  const { projectId } = tenant;
  services.memory.freeMiB = 1200;
  const { clusterId } = await create(tenant, versionId);
  expect(await estimateCapacity(tenant.admin, { projectId, pools })).toMatchObject({ fits: false });
  const more = { clusterId, pool: "workers", size: 203, generation: 1 };
  await expect(scalePool(tenant.admin, more)).rejects.toMatchObject({
    code: "LIMIT_EXCEEDED",
    fields: { size: expect.stringContaining("being created") },
  });
  await carryOut();
  expect(await estimateCapacity(tenant.admin, { projectId, pools })).toMatchObject({ fits: true });
  expect(await scalePool(tenant.admin, more)).toEqual({ generation: 2 });
});

test("a cluster that is being deleted takes nothing more", async () => {
  await carryOut();
  const { versionId } = await profile(tenant);
  const { clusterId } = await create(tenant, versionId);
  await inSystem(services.deps.db, (tx) =>
    tx
      .update(clusters)
      .set({ deletionRequestedAt: services.clock.now() })
      .where(eq(clusters.id, clusterId)),
  );
  services.memory.freeMiB = 1200;
  await create(tenant, versionId, "green");
  expect(await listClusters(tenant.admin, { projectId: tenant.projectId })).toHaveLength(2);
});

test("reserved labels and taints of a pool are refused at their fields; nothing is made", async () => {
  const { versionId } = await profile(tenant);
  const odd = {
    name: "workers",
    role: "worker" as const,
    size: 1,
    labels: { "kubernetes.io/hostname": "x" },
    taints: [{ key: "node.kubernetes.io/not-ready", effect: "NoSchedule" as const }],
  };
  const input = { projectId: tenant.projectId, name: "blue", profileVersionId: versionId };
  await expect(
    createCluster(tenant.admin, { ...input, pools: [...pools.slice(0, 1), odd] }),
  ).rejects.toMatchObject({
    code: "BAD_INPUT",
    fields: {
      "pools.1.labels.kubernetes.io/hostname": expect.stringContaining("set by the kubelet"),
      "pools.1.taints.0.key": expect.stringContaining("reserved for Kubernetes"),
    },
  });
  expect(await listClusters(tenant.admin, { projectId: tenant.projectId })).toEqual([]);
});
