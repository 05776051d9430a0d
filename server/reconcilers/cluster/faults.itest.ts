import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AssetState } from "@/server/domain/assets";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { KubeError } from "@/server/kube/errors";
import { ClusterStage } from "@/server/reconcilers/testing/cluster-stage";
import { deleteCluster, scalePool } from "@/server/services/cluster/change";

let stage: ClusterStage;
beforeAll(async () => {
  stage = await ClusterStage.open();
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

const asset = (name: string, version: string, state: AssetState["state"]): AssetState => ({
  name,
  title: name,
  version,
  purpose: "",
  state,
  since: "2026-01-01T00:00:00Z",
});
const helm = (state: AssetState["state"]) => asset("helm", pinnedHelm, state);

test("a run that dies half-way is repaired by the next: nothing twice, nothing missing", async () => {
  const id = await stage.deploy();
  stage.plane.failApplyOf = "MachineDeployment";
  await expect(stage.run(id)).rejects.toThrow("went away");
  stage.plane.failApplyOf = null;
  await stage.bringUp(id);
  const kinds = [...stage.plane.objects.values()].map((o) => o.kind);
  expect(kinds.filter((k) => k === "Cluster")).toHaveLength(1);
  expect(kinds.filter((k) => k === "MachineDeployment")).toHaveLength(1);
  expect((await stage.cluster(id)).state).toBe("Running");
});

test("a refusal is told in the timeline and in the conditions, with its code, until it is mended", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  await scalePool(stage.tenant.admin, { clusterId: id, pool: "workers", size: 3, generation: 1 });
  stage.plane.failApplyOf = "MachineDeployment";
  stage.plane.failWith = new KubeError("INVALID", "spec.replicas: 3 is refused", { status: 422 });
  const fault = { code: "LAYER_VALUES_INVALID", message: "spec.replicas: 3 is refused" };
  // Thrown on as well: then the queue's pauses grow.
  await expect(stage.run(id)).rejects.toThrow("refused");
  const newest = async () => (await stage.operations(id))[0];
  expect((await newest())?.state).toBe("Failed");
  const told = (await newest())?.steps.find((s) => s.key === "infrastructure");
  expect(told).toMatchObject({ state: "Failed", ...fault });
  const { conditions, state } = await stage.cluster(id);
  expect(state).toBe("Running");
  expect(conditions.find((c) => c.type === "InfrastructureReady")).toMatchObject({
    status: "False",
    code: fault.code,
  });
  expect(conditions.find((c) => c.type === "ControlPlaneAvailable")?.status).toBe("True");
  stage.plane.failApplyOf = null;
  stage.machinesComeUp(id, 3);
  await stage.layersAreReady(id, 2);
  await stage.run(id);
  expect((await newest())?.state).toBe("Succeeded");
});

test("an agent that cannot be started is told, and no token is issued while Helm is not there", async () => {
  const id = await stage.deploy();
  await stage.run(id);
  stage.machinesComeUp(id);
  stage.assets = [helm("downloading")];
  await stage.run(id);
  expect(stage.tokens).toEqual([]);
  stage.assets = [helm("ready")];
  stage.meanwhile = () => Promise.reject(new Error("no space left on device"));
  await expect(stage.run(id)).rejects.toThrow("no space left");
  const [operation] = await stage.operations(id);
  expect(operation?.steps.find((s) => s.key === "agent")).toMatchObject({
    state: "Failed",
    code: "INTERNAL",
    message: "no space left on device",
  });
});

test("a program that the management plane lacks is told to a cluster of another Kubernetes, too", async () => {
  const id = await stage.deploy();
  const next = "1.38.0";
  stage.assets = [
    asset("kube-apiserver", "1.37.2", "ready"),
    asset("kube-apiserver", next, "failed"),
  ];
  stage.managementPlane = { state: "starting", message: "", versions: { kubernetes: next } };
  await stage.run(id);
  const [operation] = await stage.operations(id);
  expect(operation?.steps.find((s) => s.key === "assets")).toMatchObject({
    state: "Failed",
    code: "ASSET_MISSING",
  });
});

test("a cluster of an older Kubernetes asks for the programs that wait in the queue, and for no others", async () => {
  const id = await stage.deploy();
  const { kubernetesVersion } = (await stage.cluster(id)).spec;
  stage.assets = [
    asset("kube-apiserver", kubernetesVersion, "queued"),
    asset("kube-scheduler", kubernetesVersion, "paused"),
    asset("kube-apiserver", "1.2.3", "queued"),
  ];
  await stage.run(id);
  expect(new Set(stage.needed)).toEqual(
    new Set([`kube-apiserver ${kubernetesVersion}`, `kube-scheduler ${kubernetesVersion}`]),
  );
});

test("a deletion that cannot go on says why", async () => {
  const id = await stage.deploy();
  await stage.bringUp(id);
  const { name } = await stage.cluster(id);
  await deleteCluster(stage.tenant.admin, { clusterId: id, confirmName: name });
  stage.plane.failDelete = new KubeError("UNREACHABLE", "connection refused");
  await expect(stage.run(id)).rejects.toThrow("connection refused");
  const [operation] = await stage.operations(id);
  expect(operation?.steps.find((s) => s.key === "machines")).toMatchObject({
    state: "Failed",
    code: "MANAGEMENT_PLANE_UNAVAILABLE",
  });
  stage.plane.failDelete = null;
  await stage.run(id);
  expect(stage.plane.deleted).toContain(`Cluster/${name}`);
});
