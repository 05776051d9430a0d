import { expect, test } from "vitest";
import { nodeObject, providerIdOf } from "./node-object";

const spec = {
  cpu: 4,
  memoryMiB: 8192,
  osImage: "Ubuntu 24.04",
  nodeLabels: { tier: "web" },
  nodeTaints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }],
};
const input = {
  name: "demo-workers-x",
  providerId: providerIdOf("cls_1", "demo-workers-x"),
  version: "v1.37.2",
  controlPlane: false,
  spec,
};

test("a node carries the pool's labels, taints and size, and is labelled as simulated", () => {
  const node = nodeObject(input);
  expect(node.metadata.labels).toMatchObject({ tier: "web", "lamina.dev/simulated": "true" });
  expect(node.spec).toEqual({
    providerID: "local://cls_1/demo-workers-x",
    taints: [{ key: "gpu", value: "yes", effect: "NoSchedule" }],
  });
  expect(node.status).toMatchObject({
    capacity: { cpu: "4", memory: "8192Mi", pods: "110" },
    nodeInfo: { osImage: "Ubuntu 24.04", kubeletVersion: "v1.37.2" },
  });
});

test("no pool's label can hide that a node is simulated", () => {
  const lying = { ...spec, nodeLabels: { "lamina.dev/simulated": "false" } };
  expect(nodeObject({ ...input, spec: lying }).metadata.labels).toMatchObject({
    "lamina.dev/simulated": "true",
  });
});

test("workloads stay away from control-plane nodes", () => {
  const node = nodeObject({ ...input, controlPlane: true });
  expect(node.spec).toMatchObject({
    taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }, {}],
  });
});

test("a node is made with its part of the pod range", () => {
  expect(nodeObject({ ...input, podCidr: "10.244.0.0/25" }).spec).toMatchObject({
    podCIDR: "10.244.0.0/25",
    podCIDRs: ["10.244.0.0/25"],
  });
});
