import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { KubeError } from "@/server/kube/errors";
import { ClusterStage } from "@/server/reconcilers/testing/cluster-stage";
import { deleteCluster } from "@/server/services/cluster/change";

let stage: ClusterStage;
beforeAll(async () => {
  stage = await ClusterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const stopping = AbortSignal.abort(new Error("Lamina is stopping."));
const timeOver = AbortSignal.abort(new DOMException("The run's time is over.", "TimeoutError"));
const silent = new KubeError("UNREACHABLE", "The API server at 127.0.0.1 gave no answer.");
const stepsOf = async (id: string) => (await stage.operations(id))[0]?.steps ?? [];

test("every call of a run ends with the run", async () => {
  const id = await stage.deploy();
  const { signal } = new AbortController();
  await stage.run(id, signal);
  await deleteCluster(stage.tenant.admin, {
    clusterId: id,
    confirmName: (await stage.cluster(id)).name,
  });
  await stage.run(id, signal);
  expect(stage.plane.signals).toEqual([signal, signal]);
});

test("a run whose time is over tells what did not answer", async () => {
  const id = await stage.deploy();
  stage.plane.failApplyOf = "Cluster";
  stage.plane.failWith = silent;
  await expect(stage.run(id, timeOver)).rejects.toThrow("gave no answer");
  expect(await stepsOf(id)).toContainEqual(
    expect.objectContaining({ state: "Failed", code: "MANAGEMENT_PLANE_UNAVAILABLE" }),
  );
});

test("a run that ends because the console stops blames nothing, nor does a deletion", async () => {
  const id = await stage.deploy();
  await stage.run(id);
  const before = await stepsOf(id);
  stage.plane.failApplyOf = "Cluster";
  stage.plane.failWith = silent;
  stage.memory.applied.clear();
  await expect(stage.run(id, stopping)).rejects.toThrow("Lamina is stopping.");
  expect(await stepsOf(id)).toEqual(before);
  const { name } = await stage.cluster(id);
  await deleteCluster(stage.tenant.admin, { clusterId: id, confirmName: name });
  stage.plane.failDelete = silent;
  await expect(stage.run(id, stopping)).rejects.toThrow("Lamina is stopping.");
  expect(await stepsOf(id)).toEqual([]);
});
