import { expect, test } from "vitest";
import { renderCluster, type RenderInput, type RenderPool } from "./render-capi";

const pool = (over: Partial<RenderPool>): RenderPool => ({
  name: "control-plane",
  role: "control-plane",
  size: 1,
  labels: {},
  taints: [],
  cpu: 2,
  memoryMiB: 4096,
  ...over,
});
const workers = pool({ name: "workers", role: "worker", size: 3, labels: { tier: "web" } });
const input: RenderInput = {
  clusterId: "cls_Abcdefghijkmnopq",
  name: "demo",
  kubernetesVersion: "1.37.2",
  podCidr: "10.244.0.0/16",
  serviceCidr: "10.96.0.0/16",
  apiServerExtraArgs: { "audit-log-maxage": "7" },
  osImage: "Ubuntu 24.04",
  pools: [pool({}), workers],
};
const find = (objects: ReturnType<typeof renderCluster>, kind: string) =>
  objects.filter((object) => object.kind === kind);
const namesOf = (objects: ReturnType<typeof renderCluster>) =>
  objects.map((object) => `${object.kind}/${object.metadata.name}`);

test("the same input gives the same objects, in one namespace of the cluster's own", () => {
  const objects = renderCluster(input);
  expect(objects).toEqual(renderCluster(input));
  expect(namesOf(objects)).toEqual([
    "Namespace/cluster-abcdefghijkmnopq-8000",
    expect.stringMatching(/^LocalMachineTemplate\/demo-control-plane-[0-9a-f]{8}$/),
    "LocalCluster/demo",
    "LocalControlPlane/demo-control-plane",
    "Cluster/demo",
    expect.stringMatching(/^LocalMachineTemplate\/demo-workers-[0-9a-f]{8}$/),
    "MachineDeployment/demo-workers",
  ]);
  for (const { metadata } of objects.slice(1)) {
    expect(metadata.namespace).toBe("cluster-abcdefghijkmnopq-8000");
    expect(metadata.labels?.["lamina.dev/cluster-id"]).toBe(input.clusterId);
  }
});

test("scaling changes only the deployment's replicas", () => {
  const scaled = renderCluster({ ...input, pools: [pool({}), { ...workers, size: 5 }] });
  expect(namesOf(scaled)).toEqual(namesOf(renderCluster(input)));
  expect(find(scaled, "MachineDeployment")[0]).toMatchObject({ spec: { replicas: 5 } });
});

test.each([
  ["labels", { labels: { tier: "db" } }],
  ["taints", { taints: [{ key: "gpu", value: "", effect: "NoSchedule" }] }],
  ["size of machine", { cpu: 8 }],
])("other %s are another template, which rolls the machines", (_name, change) => {
  const changed = renderCluster({ ...input, pools: [pool({}), { ...workers, ...change }] });
  const [before] = find(renderCluster(input), "LocalMachineTemplate").slice(1);
  const [after] = find(changed, "LocalMachineTemplate").slice(1);
  expect(after?.metadata.name).not.toBe(before?.metadata.name);
  expect(find(changed, "MachineDeployment")[0]).toMatchObject({
    spec: { template: { spec: { infrastructureRef: { name: after?.metadata.name } } } },
  });
});

test("versions carry a v, flags and ranges reach the control plane, labels reach the nodes", () => {
  const [controlPlane] = find(renderCluster(input), "LocalControlPlane");
  expect(controlPlane).toMatchObject({
    spec: {
      replicas: 1,
      version: "v1.37.2",
      podCIDR: "10.244.0.0/16",
      apiServer: { extraArgs: { "audit-log-maxage": "7" } },
    },
  });
  expect(find(renderCluster(input), "LocalMachineTemplate")[1]).toMatchObject({
    spec: { template: { spec: { nodeLabels: { tier: "web", "lamina.dev/pool": "workers" } } } },
  });
});
