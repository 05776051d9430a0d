import { afterAll, beforeAll, expect, test } from "vitest";
import { crdBundle } from "@/server/domain/profile/testing/crd-bundle";
import { sampleLayers } from "@/server/domain/profile/sample-layers";
import { createLog } from "@/server/platform/log/log";
import { createCluster } from "@/server/services/cluster/create";
import { listClusters } from "@/server/services/cluster/read";
import { renderCluster } from "@/server/services/agent/desired";
import { inTenant } from "@/server/db/client";
import { syncBundledPacks } from "@/server/services/pack/sync-bundled";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { parseServerMessage } from "@/server/domain/agent/parse";
import { maxDesiredBytes } from "@/server/domain/agent/limits";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { getProfileVersion, listProfiles } from "./read";
import { createProfile, publishVersion, saveDraft } from "./write";

const mebibyte = 1024 * 1024;
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

/** The sample with the bundle attached to its last layer. */
const withBundle = (content: string) =>
  sample.map((layer, i) =>
    i === sample.length - 1 ? { ...layer, manifests: [{ name: "crds", content }] } : layer,
  );

test(
  "a bundle of 4 MB is saved, published, listed without it, and sent to the agent byte for byte",
  { timeout: 120_000 },
  async () => {
    const { projectId } = tenant;
    const content = crdBundle(4 * mebibyte);
    const made = await createProfile(tenant.admin, { projectId, name: "large", layers: sample });
    const { versionId } = made;
    await saveDraft(tenant.admin, { versionId, revision: 1, layers: withBundle(content) });
    const saved = await getProfileVersion(tenant.admin, { versionId });
    expect(saved.layers.at(-1)?.manifests[0]?.content).toBe(content);
    await publishVersion(tenant.admin, { versionId, revision: 2, version: "1.0.0" });
    const lists = JSON.stringify([
      await listProfiles(tenant.admin, { projectId }),
      (await getProfileVersion(tenant.admin, { versionId })).profile.versions,
    ]);
    expect(lists.length).toBeLessThan(mebibyte / 8);
    const pools = [
      { name: "control-plane", role: "control-plane" as const, size: 1 },
      { name: "workers", role: "worker" as const, size: 1 },
    ];
    const input = { projectId, name: "large", profileVersionId: versionId, pools };
    const { clusterId } = await createCluster(tenant.admin, input);
    expect(await listClusters(tenant.admin, { projectId })).toHaveLength(1);
    const rendered = await inTenant(services.deps.db, tenant.tenantId, (tx) =>
      renderCluster(tx, clusterId),
    );
    expect(rendered?.problems).toEqual([]);
    const { generation = 0, kubernetesVersion = "", layers = [] } = rendered ?? {};
    const message = JSON.stringify({ type: "desired", generation, kubernetesVersion, layers });
    // Once, and with no more around it than JSON needs.
    expect(Buffer.byteLength(message)).toBeLessThan(content.length * 1.2);
    const parsed = parseServerMessage(message);
    expect(parsed).toMatchObject({ ok: true });
    expect(layers.at(-1)?.manifests.at(-1)?.content).toBe(content);
  },
);

test("the largest profile fits into one message to the agent", () => {
  const text = crdBundle(mebibyte);
  const grown = JSON.stringify(text).length / text.length;
  expect(32 * mebibyte * grown).toBeLessThan(maxDesiredBytes);
});

test("what is larger than its limit is refused with where and how to fix it", async () => {
  const { projectId } = tenant;
  const { versionId } = await createProfile(tenant.admin, {
    projectId,
    name: "larger",
    layers: sample,
  });
  const layers = withBundle(`# ${"x".repeat(9 * mebibyte)}`);
  const last = `layers.${layers.length - 1}`;
  await expect(saveDraft(tenant.admin, { versionId, revision: 1, layers })).rejects.toMatchObject({
    code: "BAD_INPUT",
    fields: { [last]: expect.stringMatching(/manifest crds \(9\.0 MiB\).*another layer/) },
  });
});
