import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { clusterNamespace } from "@/server/domain/cluster/kube-names";
import { ClusterStage } from "@/server/reconcilers/testing/cluster-stage";
import { deleteCluster } from "@/server/services/cluster/change";

let stage: ClusterStage;
beforeAll(async () => {
  stage = await ClusterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

test("a deletion stops the agent, removes machines before their namespace, and then forgets the secrets", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  const { name } = await stage.cluster(id);
  await deleteCluster(stage.tenant.admin, { clusterId: id, confirmName: name });
  await stage.run(id);
  expect(stage.running.has(id)).toBe(false);
  expect(stage.plane.deleted).toEqual([`Cluster/${name}`]);
  const machines = [...stage.plane.objects.keys()].filter((key) => key.startsWith("Machine/"));
  await stage.run(id);
  expect(stage.plane.deleted).not.toContain(`Namespace/${clusterNamespace(id)}`);
  for (const key of machines) stage.plane.objects.delete(key);
  await stage.run(id);
  await stage.run(id);
  expect(stage.plane.deleted).toContain(`Namespace/${clusterNamespace(id)}`);
  const row = await stage.row(id);
  expect(row).toMatchObject({ kubeconfigSealed: null, deletedAt: expect.any(Date) });
  expect(await stage.run(id)).toEqual({});
});

test("what a deleted cluster still has in the management plane is removed, too", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  const namespace = clusterNamespace(id);
  const left = new Map(stage.plane.objects);
  const { name } = await stage.cluster(id);
  await deleteCluster(stage.tenant.admin, { clusterId: id, confirmName: name });
  stage.plane.objects.clear();
  await stage.run(id);
  for (const [key, object] of left)
    if (object.kind !== "Machine") stage.plane.objects.set(key, object);
  stage.running.set(id, "kubeconfig");
  expect(await stage.run(id)).toEqual({ requeueAfterMs: expect.any(Number) });
  await stage.run(id);
  expect(stage.plane.deleted).toEqual([`Cluster/${name}`, `Namespace/${namespace}`]);
  expect(stage.running.has(id)).toBe(false);
  expect(await stage.run(id)).toEqual({});
});

test("a cluster that is deleted before anything was made of it is simply gone", async () => {
  const id = await stage.deploy();
  const { name } = await stage.cluster(id);
  await deleteCluster(stage.tenant.admin, { clusterId: id, confirmName: name });
  await stage.run(id);
  const row = await stage.row(id);
  expect(row?.deletedAt).toBeInstanceOf(Date);
});
