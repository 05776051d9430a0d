import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inTenant } from "@/server/db/client";
import { clusterProfileVersions, clusters } from "@/server/db/schema";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { ClusterStage } from "@/server/reconcilers/testing/cluster-stage";
import { desiredState } from "@/server/services/agent/desired";
import { getProfileVersion } from "@/server/services/profile/read";
import { createVersion } from "@/server/services/profile/write";

let stage: ClusterStage;
beforeAll(async () => {
  stage = await ClusterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

/** A running cluster whose version was published when more was allowed. */
async function clusterOf(version: string, change: (layer: ProfileLayer) => ProfileLayer) {
  const { admin, tenantId } = stage.tenant;
  const { db } = stage.services.deps;
  const id = await stage.deploy();
  await stage.bringUp(id);
  const fromVersionId = stage.profileVersionId;
  const { layers: sample } = await getProfileVersion(admin, { versionId: fromVersionId });
  const layers = sample.map(change);
  const { versionId } = await createVersion(admin, { fromVersionId, version, layers });
  await inTenant(db, tenantId, async (tx) => {
    const published = { state: "published" as const, digest: `sha256:${version}` };
    const draft = eq(clusterProfileVersions.id, versionId);
    await tx.update(clusterProfileVersions).set(published).where(draft);
    await tx.update(clusters).set({ profileVersionId: versionId }).where(eq(clusters.id, id));
  });
  return id;
}

const withLine = (layer: ProfileLayer, line: string) => ({
  ...layer,
  values: `${layer.values}\n${line}\n`,
});

const desired = (clusterId: string) =>
  desiredState(stage.services.deps, { tenantId: stage.tenant.tenantId, clusterId });

test("a version published with a macro that has no value is installed as before", async () => {
  const line = "was: '{{ .lamina.macro.none }}'";
  const id = await clusterOf("1.1.0", (layer) => withLine(layer, line));
  const before = stage.plane.applied;
  await stage.run(id);
  expect(stage.plane.applied).toBe(before);
  expect((await desired(id))?.layers.length).toBeGreaterThan(0);
});

test("values that can no longer be read leave the control plane as it is, and the timeline says why", async () => {
  const id = await clusterOf("1.2.0", (layer) =>
    layer.kind === "k8s" ? withLine(layer, "on: x") : layer,
  );
  const before = stage.plane.applied;
  await expect(stage.run(id)).rejects.toThrow("put quotes around it");
  expect(stage.plane.applied).toBe(before);
  expect(await desired(id)).toBe(null);
  const { conditions, state } = await stage.cluster(id);
  expect(state).toBe("Running");
  expect(conditions.find((c) => c.type === "InfrastructureReady")).toMatchObject({
    status: "False",
    code: "LAYER_VALUES_INVALID",
    message: expect.stringMatching(/line \d+: Kubernetes reads the key on as "true"/),
  });
});

test("a pack that no registry has any more is named at its layer", async () => {
  const id = await clusterOf("1.3.0", (layer) =>
    layer.kind === "cni"
      ? { ...layer, pack: { ...layer.pack, digest: `sha256:${"0".repeat(64)}` } }
      : layer,
  );
  await stage.run(id);
  expect(await desired(id)).toBe(null);
  const { conditions } = await stage.cluster(id);
  expect(conditions.map(({ code }) => code)).toContain("PACK_MISSING");
});
