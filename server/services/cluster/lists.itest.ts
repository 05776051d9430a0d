import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { inSystem } from "@/server/db/client";
import { clusterProfileVersions, clusters } from "@/server/db/schema";
import { poolsSchema } from "@/server/domain/cluster/types";
import { sampleLayers } from "@/server/domain/profile/sample-layers";
import { createLog } from "@/server/platform/log/log";
import { syncBundledPacks } from "@/server/services/pack/sync-bundled";
import { getProfileVersion, listProfiles } from "@/server/services/profile/read";
import { createProfile, createVersion, publishVersion } from "@/server/services/profile/write";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { loadBundledPacks } from "@/server/worker/load-packs";
import { createCluster } from "./create";
import { listUpdates } from "./profile-version";
import { getCluster, listClusters } from "./read";

let services: TestServices;
let tenant: TestTenant;
let clusterId: string;
/** Texts that no list shows. */
const hidden = { values: "canary-values", label: "canary-label" };

beforeAll(async () => {
  services = await createTestServices();
  const loaded = await loadBundledPacks("packs", createLog("silent"));
  await syncBundledPacks(services.deps, loaded);
  tenant = await services.newTenant();
  const { admin, projectId } = tenant;
  const layers = sampleLayers(loaded.map((l) => l.pack)).map((layer) => ({
    ...layer,
    values: `${layer.values}\n# ${hidden.values}`,
  }));
  const made = await createProfile(admin, { projectId, name: "stack", layers });
  await publishVersion(admin, { versionId: made.versionId, revision: 1, version: "1.0.0" });
  await createVersion(admin, { fromVersionId: made.versionId, version: "1.1.0" });
  const pools = poolsSchema.parse([
    { name: "control-plane", role: "control-plane", size: 1 },
    { name: "workers", role: "worker", size: 2 },
    { name: "more", role: "worker", size: 3, labels: { tier: hidden.label } },
  ]);
  const profileVersionId = made.versionId;
  const created = await createCluster(admin, { projectId, name: "blue", profileVersionId, pools });
  clusterId = created.clusterId;
  const kubeconfigSealed = "canary-kubeconfig";
  await inSystem(services.deps.db, (tx) =>
    tx.update(clusters).set({ kubeconfigSealed }).where(eq(clusters.id, clusterId)),
  );
});
afterAll(() => services.close());
afterEach(() => vi.restoreAllMocks());

/** Every column of type jsonb that was read while this ran. */
async function jsonRead<T>(call: () => Promise<T>): Promise<{ answer: T; read: string }> {
  const parse = vi.spyOn(JSON, "parse");
  const answer = await call();
  const read = parse.mock.calls.map(([text]) => String(text)).join("\n");
  parse.mockRestore();
  return { answer, read };
}

test("a list of clusters counts machines and reads neither labels of pools nor layers", async () => {
  const { projectId, admin } = tenant;
  const { answer, read } = await jsonRead(() => listClusters(admin, { projectId }));
  expect(answer).toMatchObject([
    {
      name: "blue",
      state: "Pending",
      infrastructure: "local",
      kubernetesVersion: "1.37.2",
      nodes: { ready: 0, total: 6 },
      profile: { name: "stack", version: "1.0.0" },
    },
  ]);
  expect(read).not.toContain("canary");
});

test("a list of profiles counts layers, shows the newest stack, and reads no texts of layers", async () => {
  const { projectId, admin } = tenant;
  const { answer, read } = await jsonRead(() => listProfiles(admin, { projectId }));
  const [{ versions, stack } = { versions: [], stack: [] }] = answer;
  expect(versions.map(({ version }) => version)).toEqual(["1.1.0", "1.0.0"]);
  expect(versions.map(({ layerCount }) => layerCount)).toEqual([stack.length, stack.length]);
  expect(stack.length).toBeGreaterThan(3);
  expect(stack[0]).toEqual({
    kind: expect.any(String),
    name: expect.any(String),
    packName: expect.any(String),
    version: expect.any(String),
    digest: expect.any(String),
  });
  expect(read).not.toContain("canary");
});

test("where no newer version is published, the list of updates reads no layers", async () => {
  const { projectId, admin } = tenant;
  const { answer, read } = await jsonRead(() => listUpdates(admin, { projectId }));
  expect(answer).toEqual([]);
  expect(read).not.toContain("canary");
});

test("a cluster's page shows its spec and the heads of its layers only", async () => {
  const { answer, read } = await jsonRead(() => getCluster(tenant.admin, { clusterId }));
  expect(answer.spec.pools[2]?.labels).toEqual({ tier: hidden.label });
  expect(answer.hasKubeconfig).toBe(true);
  expect(answer.layers[0]).toEqual({
    id: expect.any(String),
    name: expect.any(String),
    kind: expect.any(String),
    packName: expect.any(String),
    version: expect.any(String),
  });
  expect(read).not.toContain(hidden.values);
});

test("the builder gets one version whole and the others as lines", async () => {
  const ids = await inSystem(services.deps.db, (tx) =>
    tx.select({ id: clusterProfileVersions.id }).from(clusterProfileVersions),
  );
  const versionId = ids[0]?.id ?? "";
  const { answer, read } = await jsonRead(() => getProfileVersion(tenant.admin, { versionId }));
  expect(answer.profile.versions).toHaveLength(2);
  expect(read.split(hidden.values).length - 1).toBe(answer.layers.length);
});
