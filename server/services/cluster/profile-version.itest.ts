import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inSystem } from "@/server/db/client";
import { auditEntries, clusters } from "@/server/db/schema";
import { layerOfPack } from "@/server/domain/profile/new-layer";
import { sampleLayers } from "@/server/domain/profile/sample-layers";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { createLog } from "@/server/platform/log/log";
import { syncBundledPacks, type LoadedPack } from "@/server/services/pack/sync-bundled";
import {
  createProfile,
  createVersion,
  publishVersion,
  saveDraft,
} from "@/server/services/profile/write";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { deleteCluster, scalePool } from "./change";
import { createCluster } from "./create";
import { changeProfileVersion, listUpdates, listVersionChoices } from "./profile-version";
import { getCluster, listOperations } from "./read";

let services: TestServices;
let tenant: TestTenant;
let other: TestTenant;
let packs: LoadedPack["pack"][];
let first: string;
let second: string;

beforeAll(async () => {
  services = await createTestServices();
  const loaded = await loadBundledPacks("packs", createLog("silent"));
  packs = loaded.map((one) => one.pack);
  await syncBundledPacks(services.deps, loaded);
  [tenant, other] = [await services.newTenant(), await services.newTenant()];
  first = await profile("sample");
  second = await version(first, "1.1.0", (layers) => layers.slice(0, -1));
});
afterAll(() => services.close());
beforeEach(() => void (services.enqueued.length = 0));

/** A published version 1.0.0 of a new profile. */
async function profile(name: string, layers = sampleLayers(packs)): Promise<string> {
  const { projectId } = tenant;
  const { versionId } = await createProfile(tenant.admin, { projectId, name, layers });
  return publish(versionId, 1, "1.0.0");
}

async function publish(versionId: string, revision: number, number: string): Promise<string> {
  await publishVersion(tenant.admin, { versionId, revision, version: number });
  return versionId;
}

/** A further version of a profile; a draft when nothing publishes it. */
async function version(
  fromVersionId: string,
  number: string,
  change: (layers: ProfileLayer[]) => ProfileLayer[],
  { published = true } = {},
): Promise<string> {
  const made = await createVersion(tenant.admin, { fromVersionId, version: number });
  const layers = change(sampleLayers(packs));
  const draft = { versionId: made.versionId, revision: 1, layers };
  const { revision } = await saveDraft(tenant.admin, draft);
  return published ? publish(made.versionId, revision, number) : made.versionId;
}

/** The sample's layers with another Kubernetes. */
function withKubernetes(layers: ProfileLayer[], wanted: string): ProfileLayer[] {
  const pack = packs.find((p) => p.layer === "k8s" && p.version === wanted);
  if (!pack) throw new Error(`No Kubernetes ${wanted}.`);
  return layers.map((layer) => (layer.kind === "k8s" ? layerOfPack(pack, [], layer.id) : layer));
}

let count = 0;
async function deploy(profileVersionId = first): Promise<string> {
  count += 1;
  const { clusterId } = await createCluster(tenant.admin, {
    projectId: tenant.projectId,
    name: `blue-${count}`,
    profileVersionId,
    pools: [
      { name: "control-plane", role: "control-plane", size: 1 },
      { name: "workers", role: "worker", size: 1 },
    ],
  });
  return clusterId;
}

const move = (clusterId: string, profileVersionId = second, generation = 1) =>
  changeProfileVersion(tenant.admin, { clusterId, profileVersionId, generation });

/** What the reconciler writes once the control plane was ready. */
async function controlPlaneRuns(clusterId: string, kubernetesVersion: string): Promise<void> {
  await inSystem(services.deps.db, async (tx) => {
    const [row] = await tx.select().from(clusters).where(eq(clusters.id, clusterId));
    if (!row) throw new Error("The cluster is gone.");
    const observed = { ...row.observed, kubernetesVersion };
    await tx.update(clusters).set({ observed }).where(eq(clusters.id, clusterId));
  });
}

test("a cluster in the middle of its first deployment moves to a newer version", async () => {
  const clusterId = await deploy();
  services.enqueued.length = 0;
  expect(await move(clusterId)).toEqual({ generation: 2 });
  const cluster = await getCluster(tenant.admin, { clusterId });
  expect(cluster).toMatchObject({
    generation: 2,
    profile: { versionId: second, version: "1.1.0" },
  });
  expect(cluster.layers).toHaveLength(sampleLayers(packs).length - 1);
  expect(await listOperations(tenant.admin, { clusterId })).toMatchObject([
    { kind: "update", title: "Update to sample 1.1.0", state: "Running" },
    { kind: "create", state: "Superseded" },
  ]);
  const item = { kind: "cluster", tenantId: tenant.tenantId, id: clusterId };
  expect(services.enqueued).toEqual([item]);
  const [audit] = await inSystem(services.deps.db, (tx) =>
    tx
      .select()
      .from(auditEntries)
      .where(
        and(
          eq(auditEntries.objectId, clusterId),
          eq(auditEntries.action, "cluster.changeProfileVersion"),
        ),
      ),
  );
  expect(audit).toMatchObject({
    actorId: tenant.userId,
    details: { profile: "sample", from: "1.0.0", to: "1.1.0" },
  });
});

test("it goes back to an older version, and the operation says so", async () => {
  const clusterId = await deploy(second);
  await move(clusterId, first);
  const [operation] = await listOperations(tenant.admin, { clusterId });
  expect(operation?.title).toBe("Roll back to sample 1.0.0");
});

test("the versions are listed with what stands against each", async () => {
  const clusterId = await deploy(second);
  const old = await version(first, "1.2.0", (layers) => withKubernetes(layers, "1.36.3"));
  const draft = await version(first, "2.0.0", (layers) => layers, { published: false });
  await controlPlaneRuns(clusterId, "1.37.2");
  const choices = await listVersionChoices(tenant.admin, { clusterId });
  expect(choices.map(({ version: number, age }) => [number, age])).toEqual([
    ["1.2.0", "newer"],
    ["1.1.0", "current"],
    ["1.0.0", "older"],
  ]);
  expect(choices.map((choice) => choice.refusal)).toEqual([
    expect.stringContaining("cannot be downgraded from 1.37.2 to 1.36.3"),
    null,
    null,
  ]);
  const refused = (id: string) =>
    expect(move(clusterId, id)).rejects.toMatchObject({
      code: "PRECONDITION_FAILED",
      fields: { profileVersionId: expect.any(String) },
    });
  await refused(old);
  await refused(draft);
  await refused(second);
  expect((await getCluster(tenant.admin, { clusterId })).generation).toBe(1);
});

test("the clusters with a newer version to move to are listed, with the highest that fits", async () => {
  const { projectId } = tenant;
  const base = await profile("listed");
  const stays = await deploy(await profile("only"));
  const behind = await deploy(base);
  const goes = await deploy(base);
  const updates = async () => {
    const found = await listUpdates(tenant.admin, { projectId });
    return found.filter(({ clusterId }) => [stays, behind, goes].includes(clusterId));
  };
  expect(await updates()).toEqual([]);
  await controlPlaneRuns(behind, "1.37.2");
  await version(base, "1.1.0", (layers) => layers);
  await version(base, "1.2.0", (layers) => withKubernetes(layers, "1.36.3"));
  await version(base, "1.3.0", (layers) => layers, { published: false });
  const { name } = await getCluster(tenant.admin, { clusterId: goes });
  await deleteCluster(tenant.admin, { clusterId: goes, confirmName: name });
  expect(await updates()).toEqual([{ clusterId: behind, version: "1.1.0" }]);
  await expect(listUpdates(other.admin, { projectId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("a move takes the new Kubernetes along, one minor version up", async () => {
  const old = await profile("minor", withKubernetes(sampleLayers(packs), "1.36.3"));
  const clusterId = await deploy(old);
  await controlPlaneRuns(clusterId, "1.36.3");
  await move(clusterId, await version(old, "1.1.0", (layers) => layers));
  const { spec } = await getCluster(tenant.admin, { clusterId });
  expect(spec).toMatchObject({ kubernetesVersion: "1.37.2", pools: [{ size: 1 }, { size: 1 }] });
});

test("another profile's version is refused with both names", async () => {
  const clusterId = await deploy();
  await expect(move(clusterId, await profile("another"))).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
    message: expect.stringMatching(/uses the profile sample, not another/),
  });
});

test("a second tab with the old generation is told, and changes nothing", async () => {
  const clusterId = await deploy();
  const scaled = { clusterId, pool: "workers", size: 2, generation: 1 };
  await scalePool(tenant.admin, scaled);
  await expect(move(clusterId)).rejects.toMatchObject({ code: "STALE" });
  expect((await getCluster(tenant.admin, { clusterId })).profile.versionId).toBe(first);
});

test("a cluster that is being deleted does not move", async () => {
  const clusterId = await deploy();
  const { name } = await getCluster(tenant.admin, { clusterId });
  await deleteCluster(tenant.admin, { clusterId, confirmName: name });
  await expect(move(clusterId)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
});

test("another tenant finds neither the cluster nor the version; a viewer looks and does not move", async () => {
  const clusterId = await deploy();
  const input = { clusterId, profileVersionId: second, generation: 1 };
  for (const call of [
    () => changeProfileVersion(other.admin, input),
    () => listVersionChoices(other.admin, { clusterId }),
  ]) {
    await expect(call()).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  const viewer = tenant.person("cluster.get");
  expect(await listVersionChoices(viewer, { clusterId })).not.toHaveLength(0);
  await expect(changeProfileVersion(viewer, input)).rejects.toMatchObject({
    code: "FORBIDDEN",
    message: expect.stringContaining("cluster.update"),
  });
  const editor = tenant.person("cluster.update");
  await changeProfileVersion(editor, input);
});
