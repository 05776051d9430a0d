import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleLayers } from "@/server/domain/profile/sample-layers";
import { createLog } from "@/server/platform/log/log";
import { syncBundledPacks } from "@/server/services/pack/sync-bundled";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { getProfileVersion } from "./read";
import { createProfile, createVersion, publishVersion, saveDraft } from "./write";

let services: TestServices;
let tenant: TestTenant;
let sample: ReturnType<typeof sampleLayers>;

beforeAll(async () => {
  services = await createTestServices();
  const loaded = await loadBundledPacks("packs", createLog("silent"));
  await syncBundledPacks(services.deps, loaded);
  tenant = await services.newTenant();
  sample = sampleLayers(loaded.map((l) => l.pack));
});
afterAll(() => services.close());

let count = 0;
const draft = (over: object = {}) => {
  count += 1;
  const { projectId } = tenant;
  return createProfile(tenant.admin, {
    projectId,
    name: `stack-${count}`,
    layers: sample,
    ...over,
  });
};
const outcomes = async (...calls: Promise<unknown>[]) => {
  const results = await Promise.allSettled(calls);
  const lost = results.filter((result) => result.status === "rejected");
  return { won: results.length - lost.length, lost: lost.map((result): unknown => result.reason) };
};

test("of two new versions of one number at once the second is told at the field", async () => {
  const { versionId } = await draft();
  const again = () => createVersion(tenant.admin, { fromVersionId: versionId, version: "2.0.0" });
  const { won, lost } = await outcomes(again(), again());
  expect(won).toBe(1);
  expect(lost).toMatchObject([
    { code: "CONFLICT", fields: { version: expect.stringContaining("2.0.0") } },
  ]);
});

test("of two drafts published as one number at once the second is told at the field", async () => {
  const { versionId } = await draft();
  const other = await createVersion(tenant.admin, { fromVersionId: versionId, version: "1.1.0" });
  const publish = (id: string) =>
    publishVersion(tenant.admin, { versionId: id, revision: 1, version: "3.0.0" });
  const { won, lost } = await outcomes(publish(versionId), publish(other.versionId));
  expect(won).toBe(1);
  expect(lost).toMatchObject([
    { code: "CONFLICT", fields: { version: expect.stringContaining("3.0.0") } },
  ]);
});

test("of two profiles of one name at once the second is told at the field", async () => {
  const make = () => draft({ name: "same-name" });
  const { won, lost } = await outcomes(make(), make());
  expect(won).toBe(1);
  expect(lost).toMatchObject([{ code: "CONFLICT", fields: { name: expect.any(String) } }]);
});

test.each([
  ["a NUL in a description", () => draft({ description: "a\0b" }), "description"],
  ["half a character in a tag", () => draft({ tags: ["ok", "x\uD83D"] }), "tags.1"],
  [
    "a NUL in the values",
    () => draft({ layers: sample.map((layer) => ({ ...layer, values: "a: \0" })) }),
    "layers.0.values",
  ],
])("%s is refused at its field, because the database has no place for it", async (_, call, at) => {
  await expect(call()).rejects.toMatchObject({
    code: "BAD_INPUT",
    fields: { [at]: expect.stringContaining("cannot be stored") },
  });
});

test("a note with a NUL is refused, and the draft stays one", async () => {
  const { versionId } = await draft();
  const input = { versionId, revision: 1, version: "1.0.0", note: "n\0" };
  await expect(publishVersion(tenant.admin, input)).rejects.toMatchObject({
    fields: { note: expect.any(String) },
  });
  expect((await getProfileVersion(tenant.admin, { versionId })).state).toBe("draft");
});

test("a draft whose macros would make gigabytes is saved, and not published", async () => {
  const { versionId } = await draft();
  const grow = ` | replace "x" "${"x".repeat(64)}"`.repeat(6);
  const bomb = `\nbomb: '{{ .lamina.var.x | default "x"${grow} }}'\n`;
  const last = sample.at(-1);
  const layers = sample.map((layer) =>
    layer === last ? { ...layer, values: layer.values + bomb } : layer,
  );
  await saveDraft(tenant.admin, { versionId, revision: 1, layers });
  await expect(
    publishVersion(tenant.admin, { versionId, revision: 2, version: "1.0.0" }),
  ).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
    message: expect.stringContaining(`${last?.name}: The macros of this layer`),
  });
});

test("a layer that names another pack than its content is not published", async () => {
  const layers = sample.map((layer) =>
    layer.kind === "k8s" ? { ...layer, pack: { ...layer.pack, version: "1.20.0" } } : layer,
  );
  const { versionId } = await draft({ layers });
  await expect(
    publishVersion(tenant.admin, { versionId, revision: 1, version: "1.0.0" }),
  ).rejects.toMatchObject({
    code: "PRECONDITION_FAILED",
    message: expect.stringContaining("1.20.0"),
  });
});
