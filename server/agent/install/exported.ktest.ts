import { rmSync } from "node:fs";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { stringify } from "yaml";
import { crdBundle } from "@/server/domain/profile/testing/crd-bundle";
import { manifestProblems } from "@/server/domain/profile/validate-manifest";
import {
  startAgentCluster,
  startInstaller,
  type TestInstaller,
  writeTestPack,
} from "@/server/agent/testing/agent-cluster";
import { layer } from "@/server/agent/testing/layer";
import { cachedBinaries } from "@/server/kube/testing/start-control-plane";

let cluster: Awaited<ReturnType<typeof startAgentCluster>>;
let packFolder: string;
let helm: string;
const running: TestInstaller[] = [];

beforeAll(async () => {
  packFolder = writeTestPack();
  helm = await cachedBinaries("helm", "4.3.1");
  cluster = await startAgentCluster();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.stop()));
});
afterAll(async () => {
  await cluster.stop();
  rmSync(packFolder, { recursive: true, force: true });
});

/** Installs one layer with these manifests and waits until it is ready. */
async function install(name: string, ...contents: string[]): Promise<TestInstaller> {
  const one = startInstaller(
    cluster.kubeconfigFile,
    { folderOf: async () => packFolder },
    { helm },
  );
  running.push(one);
  const manifests = contents.map((content, i) => ({ name: `m${i}`, content }));
  one.installer.setDesired({
    generation: 1,
    kubernetesVersion: "1.37.2",
    layers: [layer(name, { manifests })],
  });
  await one.until(name, "Ready");
  return one;
}

const find = (kind: string, namespace: string, name: string, apiVersion = "v1") =>
  cluster.client.find({ apiVersion, kind, namespace, name });

test("objects exported from a cluster are applied again, changed, and to another namespace", async () => {
  const first = `
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {ports: [{port: 80}], selector: {app: web}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, ownerReferences: []}
data: {a: "1"}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: disk}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  suspend: true
  template:
    spec: {restartPolicy: Never, containers: [{name: a, image: "example.org/a:1"}]}
`;
  const before = startInstaller(
    cluster.kubeconfigFile,
    { folderOf: async () => packFolder },
    { helm, readyTimeoutMs: 2000 },
  );
  running.push(before);
  before.installer.setDesired({
    generation: 1,
    kubernetesVersion: "1.37.2",
    layers: [layer("origin", { manifests: [{ name: "m", content: first }] })],
  });
  // A suspended Job and an unbound claim are never ready; they are there all the same.
  await before.until("origin", "Error");
  const kinds: [string, string, string][] = [
    ["v1", "Service", "web"],
    ["v1", "ConfigMap", "settings"],
    ["v1", "PersistentVolumeClaim", "disk"],
    ["batch/v1", "Job", "once"],
  ];
  const exported = await Promise.all(
    kinds.map(([apiVersion, kind, name]) => find(kind, "origin", name, apiVersion)),
  );
  await before.stop();
  // As `kubectl get -o yaml` writes it, moved to another namespace.
  const text = exported
    .map((object) => stringify(object).replaceAll("namespace: origin", "namespace: copied"))
    .join("---\n");
  expect(text).toContain("resourceVersion");
  expect(manifestProblems({ content: text }).every((p) => p.severity === "warning")).toBe(true);
  const namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: copied}\n---\n";
  const copy = startInstaller(
    cluster.kubeconfigFile,
    { folderOf: async () => packFolder },
    { helm, readyTimeoutMs: 2000 },
  );
  running.push(copy);
  copy.installer.setDesired({
    generation: 1,
    kubernetesVersion: "1.37.2",
    layers: [layer("copier", { manifests: [{ name: "m", content: namespace + text }] })],
  });
  const status = await copy.until("copier", "Error");
  expect(status.code).toBe("LAYER_NOT_READY");
  for (const [apiVersion, kind, name] of kinds) {
    const there = await find(kind, "copied", name, apiVersion);
    expect({ kind, uid: there?.metadata.uid }).toEqual({ kind, uid: expect.any(String) });
    expect(exported.map((object) => object?.metadata.uid)).not.toContain(there?.metadata.uid);
  }
});

test("typed lists, null documents and lists in lists are applied", async () => {
  const one = `---\n---\napiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {name: one}}, {metadata: {name: two}}]\n---\n~\n`;
  const nested = `apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: ConfigMap, metadata: {name: three}}]}]\n`;
  await install("lists", one, nested);
  for (const name of ["one", "two", "three"]) {
    expect(await find("ConfigMap", "lists", name)).toBeDefined();
  }
});

test("a bundle of 4 MB of new kinds is applied, and a second agent finds it as it should be", async () => {
  const content = crdBundle(4 * 1024 * 1024);
  await install("large", content);
  const kind = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" };
  const found = await cluster.client.list(kind);
  const ours = found.filter(({ metadata }) => metadata.name.endsWith("bundle.example.org"));
  expect(ours).toHaveLength(20);
  await install("large", content);
});
