import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ClusterStage } from "@/server/reconcilers/testing/cluster-stage";

let stage: ClusterStage;
beforeAll(async () => {
  stage = await ClusterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const keyOf = (kind: string) => {
  const [key] = [...stage.plane.objects.keys()].filter((k) => k.startsWith(`${kind}/`));
  return key ?? "";
};

test("a look at a cluster that is well applies nothing and opens no secret", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  const { keyring } = stage.services.deps;
  const open = vi.spyOn(keyring, "open");
  const before = stage.plane.applied;
  await stage.run(id);
  await stage.run(id);
  expect(stage.plane.applied).toBe(before);
  expect(open).not.toHaveBeenCalled();
  open.mockRestore();
  stage.services.clock.advance(10 * 60_000);
  await stage.run(id);
  expect(stage.plane.applied).toBeGreaterThan(before);
});

test("what a stranger changes or deletes is put right by the next look", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  const key = keyOf("MachineDeployment");
  const wanted = stage.plane.objects.get(key);
  if (!wanted) throw new Error("no MachineDeployment");
  const metadata = { ...wanted.metadata, generation: 2 };
  stage.plane.objects.set(key, { ...wanted, metadata, spec: { replicas: 0 } });
  await stage.run(id);
  expect(stage.plane.objects.get(key)?.spec).toEqual(wanted.spec);
  stage.plane.objects.delete(key);
  await stage.run(id);
  expect(stage.plane.objects.get(key)?.spec).toEqual(wanted.spec);
});

test("a process that has just started applies everything once", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  const cluster = keyOf("Cluster");
  stage.plane.objects.delete(keyOf("LocalMachineTemplate"));
  stage.memory.applied.clear();
  await stage.run(id);
  expect(keyOf("LocalMachineTemplate")).not.toBe("");
  expect(keyOf("Cluster")).toBe(cluster);
});
