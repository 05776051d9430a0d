import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inSystem } from "@/server/db/client";
import { clusterProfileVersions } from "@/server/db/schema";
import { kubernetesVersionOf } from "@/server/domain/profile/kubernetes-version";
import { togglePreset } from "@/server/domain/profile/presets";
import { sampleLayers } from "@/server/domain/profile/sample-layers";
import { createLog } from "@/server/platform/log/log";
import { syncBundledPacks, type LoadedPack } from "@/server/services/pack/sync-bundled";
import { listPacks } from "@/server/services/pack/read";
import { race } from "@/server/services/testing/race";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { getProfileVersion, listProfiles } from "./read";
import { createProfile, createVersion, deleteProfile, publishVersion, saveDraft } from "./write";

let services: TestServices;
let tenant: TestTenant;
let other: TestTenant;
let loaded: LoadedPack[];

beforeAll(async () => {
  services = await createTestServices();
  loaded = await loadBundledPacks("packs", createLog("silent"));
  await syncBundledPacks(services.deps, loaded);
  [tenant, other] = [await services.newTenant(), await services.newTenant()];
});
afterAll(() => services.close());

let count = 0;
const draft = (over: object = {}) => {
  count += 1;
  const { projectId } = tenant;
  const layers = sampleLayers(loaded.map((l) => l.pack));
  return createProfile(tenant.admin, { projectId, name: `stack-${count}`, layers, ...over });
};

test("a draft is created, saved, published, and listed with its stack", async () => {
  const { profileId, versionId } = await draft({ description: "mine" });
  const view = await getProfileVersion(tenant.admin, { versionId });
  const layers = view.layers.map((l) => ({ ...l, values: `${l.values}\n# kept` }));
  const { revision } = await saveDraft(tenant.admin, {
    versionId,
    revision: view.revision,
    layers,
  });
  const published = await publishVersion(tenant.admin, {
    versionId,
    revision,
    version: "1.0.0",
    note: "first",
  });
  expect(published.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  const after = await getProfileVersion(tenant.admin, { versionId });
  expect(after.layers.map((l) => l.values)).toEqual(layers.map((l) => l.values));
  expect(after.profile.versions).toMatchObject([{ note: "first", publishedBy: "Ann Admin" }]);
  const listed = (await listProfiles(tenant.admin, { projectId: tenant.projectId })).find(
    (p) => p.id === profileId,
  );
  expect(listed).toMatchObject({
    description: "mine",
    clusters: 0,
    versions: [{ state: "published", note: "first", publishedBy: "Ann Admin" }],
  });
});

test("publishing asks for the queued programs of the profile's Kubernetes, not for paused ones", async () => {
  const version = kubernetesVersionOf(sampleLayers(loaded.map((l) => l.pack))) ?? "";
  const asset = (name: string, v: string, state: "queued" | "paused") =>
    ({
      name,
      version: v,
      title: "",
      purpose: "",
      state,
      since: "2026-01-01T00:00:00.000Z",
    }) as const;
  services.assets.push(
    asset("kube-apiserver", version, "queued"),
    asset("kube-scheduler", version, "paused"),
    asset("kube-apiserver", "1.2.3", "queued"),
  );
  const { versionId } = await draft();
  await publishVersion(tenant.admin, { versionId, revision: 1, version: "1.0.0" });
  expect(services.asked).toEqual([`prepare kube-apiserver ${version}`]);
});

test("a published version never changes: not by saving, not by publishing again, not in the database", async () => {
  const { versionId } = await draft();
  await publishVersion(tenant.admin, { versionId, revision: 1, version: "1.0.0" });
  await expect(
    saveDraft(tenant.admin, { versionId, revision: 2, layers: [] }),
  ).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  await expect(
    inSystem(services.deps.db, (tx) =>
      tx
        .update(clusterProfileVersions)
        .set({ layers: [] })
        .where(sql`id = ${versionId}`),
    ),
  ).rejects.toMatchObject({ code: "23514" });
});

test("of two people who publish the same draft one wins, and the other is told", async () => {
  const { versionId } = await draft();
  const publish = () => publishVersion(tenant.admin, { versionId, revision: 1, version: "1.0.0" });
  const results = await Promise.allSettled([publish(), publish()]);
  expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(1);
  const lost = results.find((r) => r.status === "rejected");
  expect(lost?.reason).toMatchObject({ code: expect.stringMatching(/STALE|PRECONDITION_FAILED/) });
});

test("what is published is what was validated, also when somebody saves during the validation", async () => {
  const { profileId, versionId } = await draft();
  const id = eq(clusterProfileVersions.id, versionId);
  const unfinished = (await getProfileVersion(tenant.admin, { versionId })).layers.slice(1);
  for (const revision of [2, 1]) {
    const [published] = await race(
      services.deps.db,
      async (tx) => {
        // Here a publication waits between its reading and its writing.
        await tx.execute(sql`select 1 from cluster_profiles where id = ${profileId} for update`);
        await tx.update(clusterProfileVersions).set({ layers: unfinished, revision: 2 }).where(id);
      },
      // The revision that is being saved right now, or the one that was seen.
      () => publishVersion(tenant.admin, { versionId, revision, version: "1.0.0" }),
    );
    expect(published).toMatchObject({ status: "rejected", reason: { code: "STALE" } });
    const reset = { layers: sampleLayers(loaded.map((l) => l.pack)), revision: 1 };
    await inSystem(services.deps.db, (tx) =>
      tx.update(clusterProfileVersions).set(reset).where(id),
    );
  }
  const { state } = await getProfileVersion(tenant.admin, { versionId });
  expect(state).toBe("draft");
});

test("text that came too late for a published version goes into a new draft of it", async () => {
  const { versionId: fromVersionId } = await draft();
  await publishVersion(tenant.admin, { versionId: fromVersionId, revision: 1, version: "1.0.0" });
  const published = await getProfileVersion(tenant.admin, { versionId: fromVersionId });
  const layers = published.layers.map((l) => ({ ...l, values: `${l.values}\n# late` }));
  const input = { fromVersionId, version: "1.0.1" };
  const late = await createVersion(tenant.admin, { ...input, layers });
  const view = await getProfileVersion(tenant.admin, late);
  expect(view).toMatchObject({ state: "draft", version: "1.0.1", layers });
  const copy = await createVersion(tenant.admin, { ...input, version: "1.0.2" });
  expect((await getProfileVersion(tenant.admin, copy)).layers).toEqual(published.layers);
  const untouched = await getProfileVersion(tenant.admin, { versionId: fromVersionId });
  expect(untouched.layers).toEqual(published.layers);
});

test("the chosen presets are stored with what they replaced; deleting the comment loses nothing", async () => {
  const { versionId } = await draft();
  const { layers, revision } = await getProfileVersion(tenant.admin, { versionId });
  const web = layers.find((layer) => layer.pack.name === "sample-web");
  const pack = loaded.find((one) => one.pack.digest === web?.pack.digest)?.pack;
  if (!web || !pack) throw new Error("The sample has a web app.");
  expect(web.presets?.map(({ name }) => name)).toEqual(["internal", "two"]);
  const off = pack.presets.find(({ name }) => !web.presets?.some((one) => one.name === name));
  if (!off) throw new Error("It has a preset that is off.");
  const { values, presets } = togglePreset(pack, web, off.name, true, off.group);
  const changed = layers.map((layer) => (layer === web ? { ...web, values, presets } : layer));
  await saveDraft(tenant.admin, { versionId, revision, layers: changed });
  const stored = await getProfileVersion(tenant.admin, { versionId });
  const layer = stored.layers.find(({ id }) => id === web.id);
  expect(layer?.presets).toEqual(presets);
  const back = togglePreset(pack, layer ?? web, off.name, false, off.group);
  expect(back.values).toBe(web.values);

  const comment = "# spectrocloud.com/enabled-presets: Replicas:one\n";
  const told = layers.map((one) => ({ ...one, presets: undefined, values: comment + one.values }));
  const saved = await saveDraft(tenant.admin, { versionId, revision: revision + 1, layers: told });
  const read = (await getProfileVersion(tenant.admin, { versionId })).layers;
  expect(read.every((one) => one.values.startsWith(comment))).toBe(true);
  const without = read.map((one) => ({ ...one, values: one.values.replace(comment, "") }));
  await saveDraft(tenant.admin, { versionId, revision: saved.revision, layers: without });
  const kept = (await getProfileVersion(tenant.admin, { versionId })).layers;
  expect(kept.map((one) => one.presets)).toEqual(
    kept.map(() => [{ group: "Replicas", name: "one" }]),
  );
});

test("layers of older versions say by their comment which presets are on, and are not rewritten", async () => {
  const { versionId } = await draft();
  const old = { presets: undefined, values: "# spectrocloud.com/enabled-presets: A:b\nx: 1\n" };
  const { layers } = await getProfileVersion(tenant.admin, { versionId });
  await inSystem(services.deps.db, (tx) =>
    tx
      .update(clusterProfileVersions)
      .set({ layers: layers.map((layer) => ({ ...layer, ...old })) })
      .where(eq(clusterProfileVersions.id, versionId)),
  );
  const read = await getProfileVersion(tenant.admin, { versionId });
  expect(read.layers[0]).toMatchObject({
    values: old.values,
    presets: [{ group: "A", name: "b" }],
  });
});

test("a second tab with old data cannot overwrite a newer draft", async () => {
  const { versionId } = await draft();
  await saveDraft(tenant.admin, { versionId, revision: 1, layers: [] });
  const stale = saveDraft(tenant.admin, {
    versionId,
    revision: 1,
    layers: sampleLayers(loaded.map((l) => l.pack)),
  });
  await expect(stale).rejects.toMatchObject({ code: "STALE" });
  expect((await getProfileVersion(tenant.admin, { versionId })).layers).toEqual([]);
});

test("a taken name, a taken version and a bad version are refused at their field", async () => {
  const { versionId } = await draft({ name: "taken" });
  await expect(draft({ name: "taken" })).rejects.toMatchObject({
    code: "CONFLICT",
    fields: { name: expect.any(String) },
  });
  const again = { fromVersionId: versionId, version: "1.0.0" };
  await expect(createVersion(tenant.admin, again)).rejects.toMatchObject({
    code: "CONFLICT",
    fields: { version: expect.any(String) },
  });
  await expect(createVersion(tenant.admin, { ...again, version: "v1.2" })).rejects.toMatchObject({
    code: "BAD_INPUT",
    fields: { version: expect.stringContaining("1.2.0") },
  });
});

test("a broken or unfinished draft is saved but not published, and the layer is named", async () => {
  const { versionId } = await draft();
  const view = await getProfileVersion(tenant.admin, { versionId });
  const web = view.layers.at(-1);
  const layers = view.layers.map((l) => (l === web ? { ...l, values: "a: [1,\nb: 2" } : l));
  await saveDraft(tenant.admin, { versionId, revision: 1, layers });
  const publish = (revision: number) =>
    publishVersion(tenant.admin, { versionId, revision, version: "1.0.0" });
  await expect(publish(2)).rejects.toMatchObject({
    message: expect.stringContaining(web?.name ?? ""),
  });
  await saveDraft(tenant.admin, {
    versionId,
    revision: 2,
    layers: view.layers.filter((l) => l.kind !== "cni"),
  });
  await expect(publish(3)).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
    message: expect.stringMatching(/network/i),
  });
});

test("nine megabytes of values are refused with the limit, and nothing is lost", async () => {
  const { versionId } = await draft();
  const { layers } = await getProfileVersion(tenant.admin, { versionId });
  const huge = layers.map((l, i) => (i === 0 ? { ...l, values: `# ${"x".repeat(9_000_000)}` } : l));
  await expect(
    saveDraft(tenant.admin, { versionId, revision: 1, layers: huge }),
  ).rejects.toMatchObject({
    code: "BAD_INPUT",
    message: expect.stringContaining("limit"),
  });
  expect((await getProfileVersion(tenant.admin, { versionId })).layers).toEqual(layers);
});

test("another tenant's profile is not found by any verb", async () => {
  const { profileId, versionId } = await draft();
  const calls = [
    () => getProfileVersion(other.admin, { versionId }),
    () => saveDraft(other.admin, { versionId, revision: 1, layers: [] }),
    () => publishVersion(other.admin, { versionId, revision: 1, version: "2.0.0" }),
    () => createVersion(other.admin, { fromVersionId: versionId, version: "2.0.0" }),
    () => deleteProfile(other.admin, { profileId }),
    () => createProfile(other.admin, { projectId: tenant.projectId, name: "intruder" }),
    () => listProfiles(other.admin, { projectId: tenant.projectId }),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a viewer reads and cannot write; a stranger to the project sees nothing", async () => {
  const { versionId } = await draft();
  const viewer = tenant.person("clusterProfile.get", "clusterProfile.list");
  expect((await getProfileVersion(viewer, { versionId })).id).toBe(versionId);
  await expect(saveDraft(viewer, { versionId, revision: 1, layers: [] })).rejects.toMatchObject({
    code: "FORBIDDEN",
    message: expect.stringContaining("clusterProfile.update"),
  });
  const stranger = { ...viewer, actor: { ...viewer.actor, grants: [] } };
  await expect(getProfileVersion(stranger, { versionId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("syncing the packs twice adds nothing, and a withdrawn pack stays readable by digest", async () => {
  const projectId = tenant.projectId;
  const before = await listPacks(tenant.admin, { projectId });
  await syncBundledPacks(services.deps, loaded);
  expect(await listPacks(tenant.admin, { projectId })).toHaveLength(before.length);
  const { versionId } = await draft();
  await syncBundledPacks(services.deps, loaded.slice(0, 1));
  expect(await listPacks(tenant.admin, { projectId })).toHaveLength(1);
  await publishVersion(tenant.admin, { versionId, revision: 1, version: "1.0.0" });
  await syncBundledPacks(services.deps, loaded);
});
