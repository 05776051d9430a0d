import { afterAll, beforeAll, expect, test } from "vitest";
import {
  annotationKeyFault,
  annotationSizeFault,
  dnsLabelFault,
  labelKeyFault,
  labelValueFault,
  objectNameFault,
} from "@/server/domain/kubernetes/metadata";
import { namespaceLabelFault } from "@/server/domain/kubernetes/namespace-labels";
import { isKubeError } from "./errors";
import { startControlPlane, type TestControlPlane } from "./testing/start-control-plane";
import type { KubeObject } from "./types";

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.stop());

/** True when the API server would take the object; nothing is stored. */
async function isTaken(object: KubeObject): Promise<boolean> {
  const { apiVersion, kind, metadata } = object;
  const path = await plane.client.pathOf({ apiVersion, kind }, metadata.namespace);
  const query = { dryRun: "All" };
  try {
    await plane.client.connection.request({ method: "POST", path, query, body: object });
    return true;
  } catch (error) {
    if (isKubeError(error) && (error.status === 422 || error.status === 400)) return false;
    if (isKubeError(error) && error.status === 403 && kind === "Namespace") return false;
    throw error;
  }
}

const configMap = (metadata: object): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "default", ...metadata },
});

/** Texts at and beyond every edge of the rules. */
const parts = [
  "",
  "a",
  "A",
  "a-b",
  "-a",
  "a-",
  "a.b",
  "a..b",
  ".a",
  "a.",
  "a_b",
  "_a",
  "é",
  "a b",
  "0",
  "a:b",
  "a%b",
  ".",
  "..",
];
const long = [63, 64, 253, 254, 317].map((length) => "x".repeat(length));
const joined = [
  "a/b",
  "A/b",
  "a/B",
  "a.b/c",
  "a..b/c",
  "-a/b",
  "a/-b",
  "/b",
  "a/",
  "a/b/c",
  "a_b/c",
  `${"d".repeat(253)}/${"n".repeat(63)}`,
  `${"d".repeat(254)}/n`,
  `d/${"n".repeat(64)}`,
];
const texts = [...parts, ...long, ...joined];

/** What we say of each text beside what the API server says. */
async function compare(
  faultOf: (text: string) => string | null,
  objectOf: (text: string) => KubeObject,
): Promise<void> {
  const ours = texts.map((text) => [text, faultOf(text) === null]);
  const theirs: unknown[] = [];
  for (const text of texts) theirs.push([text, await isTaken(objectOf(text))]);
  expect(ours).toEqual(theirs);
}

test("keys of labels are refused exactly as the API server refuses them", () =>
  compare(labelKeyFault, (key) => configMap({ labels: { [key]: "x" } })));

test("values of labels are", () =>
  compare(labelValueFault, (value) => configMap({ labels: { x: value } })));

test("keys of annotations are", () =>
  compare(annotationKeyFault, (key) => configMap({ annotations: { [key]: "x" } })));

test("names of namespaces are", () =>
  compare(
    (name) => (name === "" ? "empty" : dnsLabelFault(name)),
    (name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } }),
  ));

test.each([
  ["", "v1", "ConfigMap", {}],
  ["", "v1", "ServiceAccount", {}],
  ["", "v1", "Service", { spec: { ports: [{ port: 80 }] } }],
  ["rbac.authorization.k8s.io", "rbac.authorization.k8s.io/v1", "Role", { rules: [] }],
  ["scheduling.k8s.io", "scheduling.k8s.io/v1", "PriorityClass", { value: 1 }],
  ["networking.k8s.io", "networking.k8s.io/v1", "NetworkPolicy", { spec: { podSelector: {} } }],
])("names of %s %s %s are", (group, apiVersion, kind, rest) => {
  const namespaced = kind !== "PriorityClass";
  return compare(
    (name) => (name === "" ? "empty" : objectNameFault(group, kind, name)),
    (name) => ({
      apiVersion,
      kind,
      metadata: { name, ...(namespaced && { namespace: "default" }) },
      ...rest,
    }),
  );
});

test("the size of annotations is", async () => {
  for (const length of [256 * 1024 - 1, 256 * 1024]) {
    const annotations = { x: "v".repeat(length) };
    const fits = annotationSizeFault(annotations) === null;
    expect({ length, fits }).toEqual({ length, fits: await isTaken(configMap({ annotations })) });
  }
});

test("levels and versions of pod security are", async () => {
  for (const mode of ["enforce", "audit", "warn"]) {
    for (const level of ["privileged", "baseline", "restricted", "strict", "", "Baseline"]) {
      await agrees(`pod-security.kubernetes.io/${mode}`, level);
    }
    for (const version of ["latest", "v1.30", "v1.0", "1.30", "v1", "v1.30.1", "v1.030", ""]) {
      await agrees(`pod-security.kubernetes.io/${mode}-version`, version);
    }
  }
});

async function agrees(key: string, value: string): Promise<void> {
  const metadata = { name: "shop", labels: { [key]: value } };
  const taken = await isTaken({ apiVersion: "v1", kind: "Namespace", metadata });
  const fits = namespaceLabelFault("shop", key, value) === null;
  expect({ key, value, fits }).toEqual({ key, value, fits: taken });
}
