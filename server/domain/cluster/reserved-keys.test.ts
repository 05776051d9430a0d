import { expect, test } from "vitest";
import { reservedLabelFault, reservedTaintFault } from "./reserved-keys";
import { poolsSchema } from "./types";

const issuesOf = (over: object, role: "worker" | "control-plane" = "worker") => {
  const pool = { name: "cp", role: "control-plane", size: 1 };
  const pools =
    role === "worker" ? [pool, { name: "w", role, size: 1, ...over }] : [{ ...pool, ...over }];
  return poolsSchema.safeParse(pools).error?.issues ?? [];
};

test.each([
  ["node-role.kubernetes.io/control-plane", "control-plane nodes"],
  ["node-role.kubernetes.io/master", "control-plane nodes"],
  ["kubernetes.io/hostname", "set by the kubelet"],
  ["kubernetes.io/os", "set by the kubelet"],
  ["kubernetes.io/arch", "set by the kubelet"],
  ["beta.kubernetes.io/os", "set by the kubelet"],
  ["node.kubernetes.io/instance-type", "reserved for Kubernetes"],
  ["beta.kubernetes.io/instance-type", "reserved for Kubernetes"],
  ["failure-domain.beta.kubernetes.io/zone", "reserved for Kubernetes"],
  ["kubernetes.io/anything", "reserved for Kubernetes"],
  ["storage.k8s.io/x", "reserved for Kubernetes"],
  ["lamina.dev/pool", "reserved for Lamina"],
  ["lamina.dev/simulated", "reserved for Lamina"],
  ["nodes.lamina.dev/x", "reserved for Lamina"],
  ["cluster.x-k8s.io/cluster-name", "reserved for Cluster API"],
  ["controlplane.cluster.x-k8s.io/x", "reserved for Cluster API"],
])("the label %s is refused at its field, with why", (key, why) => {
  for (const role of ["worker", "control-plane"] as const) {
    const [issue] = issuesOf({ labels: { [key]: "x" } }, role);
    expect(issue?.path).toEqual([role === "worker" ? 1 : 0, "labels", key]);
  }
  expect(reservedLabelFault(key)).toContain(why);
});

test.each([
  "tier",
  "example.org/zone",
  "node-role.kubernetes.io/worker",
  "topology.kubernetes.io/zone",
  "topology.kubernetes.io/region",
  "node-restriction.kubernetes.io/team",
  "kubelet.kubernetes.io/x",
  "node.kubernetes.io/exclude-from-external-load-balancers",
  "node.cluster.x-k8s.io/team",
  "my-k8s.io/x",
  "notlamina.dev/x",
])("the label %s may be set", (key) => {
  expect(issuesOf({ labels: { [key]: "x" } })).toEqual([]);
});

test.each([
  ["node.kubernetes.io/not-ready", "adds and removes such taints"],
  ["node.kubernetes.io/unreachable", "adds and removes such taints"],
  ["node.kubernetes.io/out-of-service", "adds and removes such taints"],
  ["node.cloudprovider.kubernetes.io/uninitialized", "adds and removes such taints"],
  ["kubernetes.io/arch", "reserved for Kubernetes"],
  ["node-role.kubernetes.io/control-plane", "control-plane nodes"],
  ["node-role.kubernetes.io/master", "control-plane nodes"],
  ["node.cluster.x-k8s.io/uninitialized", "reserved for Cluster API"],
  ["ToBeDeletedByClusterAutoscaler", "autoscaler"],
  ["lamina.dev/x", "reserved for Lamina"],
])("the taint %s is refused at its field, with why", (key, why) => {
  for (const role of ["worker", "control-plane"] as const) {
    const taints = [
      { key: "a", effect: "NoSchedule" },
      { key, effect: "NoSchedule" },
    ];
    const [issue] = issuesOf({ taints }, role);
    expect(issue?.path).toEqual([role === "worker" ? 1 : 0, "taints", 1, "key"]);
  }
  expect(reservedTaintFault(key)).toContain(why);
});

test.each(["gpu", "example.org/dedicated", "node-role.kubernetes.io/infra"])(
  "the taint %s may be set",
  (key) => {
    expect(issuesOf({ taints: [{ key, effect: "NoExecute" }] })).toEqual([]);
  },
);
