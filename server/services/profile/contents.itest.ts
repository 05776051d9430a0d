import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { layerOfPack } from "@/server/domain/profile/new-layer";
import { setIn } from "@/server/domain/yaml/edit";
import { createLog } from "@/server/platform/log/log";
import { syncBundledPacks, type LoadedPack } from "@/server/services/pack/sync-bundled";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { renderContents } from "./contents";
import { createProfile } from "./write";

let services: TestServices;
let tenant: TestTenant;
let other: TestTenant;
let loaded: LoadedPack[];
let folder: string;

beforeAll(async () => {
  services = await createTestServices();
  loaded = await loadBundledPacks("packs", createLog("silent"));
  await syncBundledPacks(services.deps, loaded);
  [tenant, other] = [await services.newTenant(), await services.newTenant()];
  folder = mkdtempSync(join(tmpdir(), "lamina-fake-helm-"));
});
beforeEach(() => fakeHelm('printf "%s" "$objects"'));
afterAll(async () => {
  await services.close();
  rmSync(folder, { recursive: true });
});

/** A program in Helm's place that writes down how often it ran and with what. */
function fakeHelm(does: string): void {
  const file = join(folder, "helm");
  const objects = [
    "---\n# Source: a.yaml\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n",
    "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: hook, annotations: {helm.sh/hook: pre-install}}\n",
  ].join("");
  writeFileSync(file, `#!/bin/sh\necho "$@" >>"${folder}/runs"\nobjects='${objects}'\n${does}\n`);
  chmodSync(file, 0o755);
  writeFileSync(join(folder, "runs"), "");
  services.programs.helm = file;
}
const runs = () => readFileSync(join(folder, "runs"), "utf8").split("\n").filter(Boolean);

const layersOf = (...names: string[]) =>
  names.map((name) => {
    const found = loaded.find(({ pack }) => pack.name === name);
    if (!found) throw new Error(`No pack is called ${name}.`);
    return layerOfPack(found.pack);
  });
let count = 0;
const draft = async (...names: string[]) => {
  count += 1;
  const { projectId } = tenant;
  const layers = layersOf(...names);
  const input = { projectId, name: `contents-${count}`, layers };
  return { ...(await createProfile(tenant.admin, input)), layers };
};

test("charts are rendered by Helm, once for the same text; layers without charts are left out", async () => {
  const { versionId, layers } = await draft("local-ubuntu", "kubernetes", "team-namespaces");
  const first = await renderContents(tenant.admin, { versionId });
  const contents = {
    known: true,
    counts: [{ kind: "Service", count: 1 }],
    objects: [{ kind: "Service", name: "web" }],
    hooks: 1,
  };
  expect(first).toEqual([{ layerId: layers[2]?.id, contents }]);
  expect(await renderContents(tenant.admin, { versionId })).toEqual(first);
  expect(runs()).toHaveLength(1);
  expect(runs()[0]).toMatch(/^template .* --kube-version 1\.3\d\.\d+$/);

  const changed = layers.map((l) => ({ ...l, values: `${l.values}\nextra: 1\n` }));
  expect(await renderContents(tenant.admin, { versionId, layers: changed })).toHaveLength(1);
});

test("what cannot be rendered says why in place of a number", async () => {
  const { versionId, layers } = await draft("cert-manager", "nightly-job");
  fakeHelm("echo 'Error: values are wrong' >&2; exit 1");
  const answers = await renderContents(tenant.admin, { versionId });
  expect(answers.map(({ contents }) => contents)).toEqual([
    { known: false, reason: "Its chart is downloaded only during installation." },
    { known: false, reason: "Helm cannot render nightly-job: values are wrong" },
  ]);
  services.programs.helm = null;
  const other = layers.slice(1).map((layer) => ({
    ...layer,
    values: setIn(layer.values, ["charts", "nightly-job", "schedule"], "1 1 * * *"),
  }));
  expect(await renderContents(tenant.admin, { versionId, layers: other })).toMatchObject([
    { contents: { known: false, passing: true, reason: "Helm is still being prepared." } },
  ]);
});

test("another tenant's version is not found, and a role without the permission is refused", async () => {
  const { versionId } = await draft("nightly-job");
  await expect(renderContents(other.admin, { versionId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  await expect(renderContents(tenant.person("cluster.list"), { versionId })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const reader = tenant.person("clusterProfile.get");
  await expect(renderContents(reader, { versionId })).resolves.toHaveLength(1);
});

test("more layers than a profile may have, and texts that are too large, are refused", async () => {
  const { versionId, layers } = await draft("nightly-job");
  const [layer] = layers;
  if (!layer) throw new Error("There is no layer.");
  const many = Array.from({ length: 101 }, (_, i) => ({ ...layer, id: `lyr_${i}` }));
  const large = [{ ...layer, values: "x".repeat(20 * 1024 * 1024) }];
  for (const sent of [many, large]) {
    await expect(renderContents(tenant.admin, { versionId, layers: sent })).rejects.toMatchObject({
      code: "BAD_INPUT",
    });
  }
});
