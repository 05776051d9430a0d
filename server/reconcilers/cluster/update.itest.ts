import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { layerOfPack } from "@/server/domain/profile/new-layer";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { ClusterStage } from "@/server/reconcilers/testing/cluster-stage";
import { desiredState } from "@/server/services/agent/desired";
import { changeProfileVersion } from "@/server/services/cluster/profile-version";
import { getPack, listPacks } from "@/server/services/pack/read";
import { getProfileVersion } from "@/server/services/profile/read";
import {
  createProfile,
  createVersion,
  publishVersion,
  saveDraft,
} from "@/server/services/profile/write";

let stage: ClusterStage;

beforeAll(async () => {
  stage = await ClusterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

/** A published version made of another one. */
async function published(
  fromVersionId: string,
  version: string,
  change: (layers: ProfileLayer[]) => ProfileLayer[],
): Promise<string> {
  const { admin } = stage.tenant;
  const { versionId } = await createVersion(admin, { fromVersionId, version });
  const { layers } = await getProfileVersion(admin, { versionId });
  await saveDraft(admin, { versionId, revision: 1, layers: change(layers) });
  await publishVersion(admin, { versionId, revision: 2, version });
  return versionId;
}

const move = (clusterId: string, profileVersionId: string) =>
  changeProfileVersion(stage.tenant.admin, { clusterId, profileVersionId, generation: 1 });

test("a layer that the new version does not have is a step until it is gone", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  const gone = (await stage.cluster(id)).layers.at(-1);
  const next = await published(stage.profileVersionId, "1.1.0", (all) => all.slice(0, -1));
  await move(id, next);
  await stage.run(id);
  const step = async () =>
    (await stage.operations(id))[0]?.steps.find(({ key }) => key === `layer:${gone?.id}`);
  expect(await step()).toMatchObject({
    title: `Remove ${gone?.name} ${gone?.version}`,
    state: "Waiting",
  });
  // The agent's next report speaks of what the profile has, and no more of what it took out.
  await stage.layersAreReady(id, 2);
  await stage.run(id);
  expect(await step()).toMatchObject({ state: "Succeeded", finishedAt: expect.any(String) });
  expect(await stage.operations(id)).toMatchObject([
    { kind: "update", title: "Update to stack 1.1.0", state: "Succeeded" },
    { kind: "create", state: "Succeeded" },
  ]);
  expect(await stage.cluster(id)).toMatchObject({ health: "Healthy", observed: { generation: 2 } });
});

const deployment = z.object({
  spec: z.object({ template: z.object({ spec: z.object({ version: z.string() }) }) }),
});

test("workers and layers follow the control plane to the next Kubernetes", async () => {
  const { admin, projectId, tenantId } = stage.tenant;
  const summaries = await listPacks(admin, { projectId });
  const kubernetes = async (version: string) => {
    const digest = summaries.find((p) => p.layer === "k8s" && p.version === version)?.digest ?? "";
    const pack = await getPack(admin, { projectId, digest });
    return (layers: ProfileLayer[]) =>
      layers.map((l) => (l.kind === "k8s" ? layerOfPack(pack, [], l.id) : l));
  };
  const { layers } = await getProfileVersion(admin, { versionId: stage.profileVersionId });
  const older = (await kubernetes("1.36.3"))(layers);
  const made = await createProfile(admin, { projectId, name: "minor", layers: older });
  await publishVersion(admin, { versionId: made.versionId, revision: 1, version: "1.0.0" });
  const newer = await published(made.versionId, "1.1.0", await kubernetes("1.37.2"));

  const id = await stage.deploy(made.versionId);
  await stage.run(id);
  const runs = (version: string) => {
    stage.machinesComeUp(id);
    const ready = [{ type: "Ready", status: "True", reason: "Ready", message: "" }];
    const initialization = { controlPlaneInitialized: true };
    const status = { initialization, readyReplicas: 1, version, conditions: ready };
    stage.plane.setStatus("LocalControlPlane", status);
  };
  runs("v1.36.3");
  await stage.run(id);
  await move(id, newer);
  await stage.run(id);
  const workers = () => {
    const found = [...stage.plane.objects.values()].find((o) => o.kind === "MachineDeployment");
    return deployment.parse(found).spec.template.spec.version;
  };
  const wish = () => desiredState(stage.services.deps, { tenantId, clusterId: id });
  expect(workers()).toBe("v1.36.3");
  expect(await wish()).toBeNull();
  runs("v1.37.2");
  await stage.run(id); // sees that the control plane is there
  await stage.run(id);
  expect(workers()).toBe("v1.37.2");
  const pool = async () =>
    (await stage.operations(id))[0]?.steps.find(({ key }) => key === "pool:workers");
  expect(await pool()).toMatchObject({ reason: "Replacing", attempt: 1 });
  expect(await wish()).toMatchObject({ generation: 2, kubernetesVersion: "1.37.2" });
});
