import { expect, test } from "vitest";
import { objectsOf } from "@/server/agent/install/manifests";
import { manifestProblems } from "@/server/domain/profile/validate-manifest";

const exported = `apiVersion: apps/v1
kind: Deployment
metadata:
  annotations:
    deployment.kubernetes.io/revision: "3"
    kubectl.kubernetes.io/last-applied-configuration: |
      {}
    team: shop
  creationTimestamp: "2026-01-01T00:00:00Z"
  generation: 4
  managedFields:
  - {manager: kubectl, operation: Update}
  name: web
  namespace: shop
  ownerReferences:
  - {apiVersion: v1, kind: ConfigMap, name: owner, uid: 1-2-3}
  resourceVersion: "81"
  selfLink: /apis/apps/v1/namespaces/shop/deployments/web
  uid: 0c5a3ac2-7cb5-4a26-8c1d-d5a8f26ea5bb
spec:
  replicas: 2
status:
  readyReplicas: 2
`;

test("an exported object is applied without what its cluster set, and the editor says so at each key", () => {
  expect(objectsOf("m", exported)).toEqual([
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", namespace: "shop", annotations: { team: "shop" } },
      spec: { replicas: 2 },
    },
  ]);
  const told = manifestProblems({ content: exported });
  expect(told.every(({ severity }) => severity === "warning")).toBe(true);
  expect(told.map(({ line }) => line).sort((a, b) => a - b)).toEqual([
    5, 6, 9, 10, 11, 15, 17, 18, 19, 22,
  ]);
  expect(told.map(({ message }) => message).join()).toContain("uid is set by the cluster");
});

const object = (kind: string, rest: string, meta = "uid: u") =>
  `apiVersion: ${kind.includes("/") ? kind.slice(0, kind.lastIndexOf("/")) : "v1"}\nkind: ${kind.split("/").at(-1)}\nmetadata: {name: a, ${meta}}\n${rest}\n`;

test.each([
  [
    "Service",
    "spec: {clusterIP: 10.96.0.7, clusterIPs: [10.96.0.7], type: ClusterIP}",
    "uid: u",
    { type: "ClusterIP" },
  ],
  [
    "Service",
    "spec: {clusterIP: None, clusterIPs: [None]}",
    "uid: u",
    { clusterIP: "None", clusterIPs: ["None"] },
  ],
  ["Service", "spec: {clusterIP: 10.96.0.10}", "labels: {}", { clusterIP: "10.96.0.10" }],
  [
    "PersistentVolume",
    "spec: {claimRef: {name: c, namespace: ns, uid: u, resourceVersion: '1'}}",
    "uid: u",
    { claimRef: { name: "c", namespace: "ns" } },
  ],
  [
    "PersistentVolumeClaim",
    "spec: {volumeName: pvc-1}",
    "annotations: {pv.kubernetes.io/bound-by-controller: 'yes'}",
    {},
  ],
  ["PersistentVolumeClaim", "spec: {volumeName: mine}", "labels: {}", { volumeName: "mine" }],
  [
    "batch/v1/Job",
    "spec: {selector: {matchLabels: {batch.kubernetes.io/controller-uid: u}}, template: {metadata: {labels: {controller-uid: u, job-name: a, app: x}}}}",
    "uid: u",
    { template: { metadata: { labels: { app: "x" } } } },
  ],
  [
    "batch/v1/Job",
    "spec: {manualSelector: true, selector: {matchLabels: {controller-uid: u}}}",
    "uid: u",
    { manualSelector: true, selector: { matchLabels: { "controller-uid": "u" } } },
  ],
  ["Pod", "spec: {nodeName: node-1}", "uid: u", {}],
  ["Pod", "spec: {nodeName: node-1}", "labels: {}", { nodeName: "node-1" }],
  ["Namespace", "spec: {finalizers: [kubernetes]}", "labels: {}", {}],
])("%s with %s and {%s} is applied as meant", (kind, rest, meta, spec) => {
  const [found] = objectsOf("m", object(kind, rest, meta));
  expect(found?.["spec"]).toEqual(spec);
});

test("a custom object's status goes with an exported one and stays in one written by hand", () => {
  const custom = (meta: string) => object("example.org/v1/Thing", "status: {phase: Up}", meta);
  expect(objectsOf("m", custom("resourceVersion: '5'"))[0]).not.toHaveProperty("status");
  expect(objectsOf("m", custom("labels: {}"))[0]).toHaveProperty("status");
});

test("what generators leave empty goes without a word", () => {
  const crd = object(
    "apiextensions.k8s.io/v1/CustomResourceDefinition",
    "status: {acceptedNames: {kind: '', plural: ''}, conditions: [], storedVersions: []}",
    "creationTimestamp: null",
  );
  expect(manifestProblems({ content: crd })).toEqual([]);
  expect(objectsOf("m", crd)[0]).toEqual({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "a" },
  });
});

test("a volume or port that may be another cluster's is kept and told", () => {
  const claim = object("PersistentVolumeClaim", "spec: {volumeName: pvc-1}");
  const service = object("Service", "spec: {type: NodePort, ports: [{port: 80, nodePort: 30080}]}");
  expect(objectsOf("m", claim)[0]).toMatchObject({ spec: { volumeName: "pvc-1" } });
  expect(objectsOf("m", service)[0]).toMatchObject({ spec: { ports: [{ nodePort: 30080 }] } });
  const messages = [claim, service].flatMap((content) => manifestProblems({ content }));
  expect(messages.map(({ message }) => message).join(" ")).toMatch(/pvc-1.*30080/);
});

test("a finalizer of a person's controller stays", () => {
  const meta = (list: string) => objectsOf("m", object("ConfigMap", "", `finalizers: ${list}`))[0];
  expect(meta("[kubernetes.io/pvc-protection]")?.metadata).toEqual({ name: "a" });
  expect(meta("[example.org/keep]")?.metadata).toHaveProperty("finalizers");
});
