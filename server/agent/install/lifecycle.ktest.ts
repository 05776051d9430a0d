import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { generateChart } from "@/server/domain/profile/generated-chart";
import type { RenderedLayer, RenderedRelease } from "@/server/domain/profile/types";
import { dig, textAt } from "@/server/kube/object";
import { untilTrue } from "@/server/kube/testing/start-control-plane";
import { layer } from "@/server/agent/testing/layer";
import type { TestInstaller } from "@/server/agent/testing/agent-cluster";
import { installerSuite } from "@/server/agent/testing/installer-suite";

const { client, find, install, packFolder, restart, want } = installerSuite();

/** A definition of a kind; `field` is what a version adds to its schema. */
function definition(group: string, field: string): string {
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.${group}}
spec:
  group: ${group}
  scope: Namespaced
  names: {plural: gadgets, singular: gadget, kind: Gadget}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: {spec: {type: object, properties: {${field}: {type: string}}}}
`;
}

const configMap = (name: string, value: string, annotations = "") =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${annotations}}\ndata: {value: "${value}"}\n`;
const keep = `, annotations: {helm.sh/resource-policy: keep}`;
const manifests = (...contents: string[]) =>
  contents.map((content, n) => ({ name: `m${n}`, content }));

const definitionOf = (group: string) =>
  find("apiextensions.k8s.io/v1", "CustomResourceDefinition", undefined, `gadgets.${group}`);
const fieldsPath = ["schema", "openAPIV3Schema", "properties", "spec", "properties"];
const fieldsOf = async (group: string) =>
  Object.keys(Object(dig(await definitionOf(group), "spec", "versions", 0, ...fieldsPath)));
const valueOf = async (namespace: string, name: string) => {
  const found = await find("v1", "ConfigMap", namespace, name);
  return found && textAt(found, "data", "value");
};

/** A pack whose manifests Helm renders, because one of them has values. */
function templated(id: string, kinds: string): RenderedLayer {
  const values = { app: { value: "rendered" } };
  const files = { kinds, app: configMap("app", "{{ .Values.value }}") };
  const { chart, applied } = generateChart(`${id}-manifests`, "1.0.0", packed(files), values);
  const release = { releaseName: `${id}-manifests`, namespace: id, chart, values };
  return layer(id, { releases: [release], manifests: applied });
}

const packed = (files: Record<string, string>) =>
  Object.entries(files).map(([name, content]) => ({ name, content }));

/** Writes a chart into the test pack; file names are relative to it. */
function chart(name: string, files: Record<string, string>): RenderedRelease["chart"] {
  const folder = path.join(packFolder(), "charts", name);
  const all = { "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`, ...files };
  for (const [file, content] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  const digest = `sha256:${name}`;
  return { source: "bundled", name, version: "1.0.0", path: `charts/${name}`, packDigest: digest };
}

const charted = (id: string, source: RenderedRelease["chart"], values = {}) =>
  layer(id, { releases: [{ releaseName: id, namespace: id, chart: source, values }] });

const gone = (one: TestInstaller) =>
  untilTrue(() => one.board.all().length === 0, 60_000, "the layers are gone");
const revisionOf = (one: TestInstaller, id: string) => one.board.get(id)?.releases[0]?.revision;

/** Makes the installer look at everything again, and waits until it has. */
async function resync(one: TestInstaller, id: string): Promise<void> {
  const looked = one.looks(id);
  one.installer.retry();
  await untilTrue(() => one.looks(id) > looked, 30_000, `${id} is looked at again`);
}

test("of one file a definition and a ConfigMap are both upgraded, and both go with the layer", async () => {
  const first = install();
  want(first, [
    templated("split", `${definition("split.example", "a")}---\n${configMap("c", "1")}`),
  ]);
  await first.until("split", "Ready");
  expect(await valueOf("split", "c")).toBe("1");
  expect(await valueOf("split", "app")).toBe("rendered");
  const one = await restart(first);
  want(one, [templated("split", `${definition("split.example", "b")}---\n${configMap("c", "2")}`)]);
  await untilTrue(async () => (await valueOf("split", "c")) === "2", 30_000, "it is upgraded");
  await one.until("split", "Ready");
  expect(await fieldsOf("split.example")).toEqual(["b"]);
  want(one, []);
  await gone(one);
  await untilTrue(
    async () => (await definitionOf("split.example")) === undefined,
    10_000,
    "the definition is gone",
  );
  expect(await valueOf("split", "c")).toBeUndefined();
});

test("a manifest that gets values goes on as a chart: its objects are taken over, not made twice", async () => {
  const one = install();
  const text = configMap("c", "1");
  want(one, [layer("grown", { manifests: manifests(text) })]);
  await one.until("grown", "Ready");
  const before = await find("v1", "ConfigMap", "grown", "c");
  want(one, [templated("grown", text)]);
  await untilTrue(() => revisionOf(one, "grown") === 1, 30_000, "it is a release");
  await one.until("grown", "Ready");
  await resync(one, "grown");
  const after = await find("v1", "ConfigMap", "grown", "c");
  expect(after?.metadata.uid).toBe(before?.metadata.uid);
  expect(revisionOf(one, "grown")).toBe(1);
});

test("definitions in a chart's crds folder are upgraded too, but not a subchart's that is off, and they stay", async () => {
  const dependencies = `dependencies: [{name: sub, version: 1.0.0, condition: sub.enabled}]\n`;
  const version = (name: string, field: string) =>
    chart(name, {
      "Chart.yaml": `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n${dependencies}`,
      "values.yaml": "sub: {enabled: false}\n",
      "crds/gadget.yaml": definition("folder.example", field),
      "templates/gadget.yaml": `apiVersion: folder.example/v1\nkind: Gadget\nmetadata: {name: g}\nspec: {${field}: x}\n`,
      "charts/sub/Chart.yaml": "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
      "charts/sub/crds/gadget.yaml": definition("off.example", field),
    });
  const first = install();
  want(first, [charted("folder", version("folder1", "a"))]);
  await first.until("folder", "Ready");
  const one = await restart(first);
  want(one, [charted("folder", version("folder2", "b"))]);
  await untilTrue(() => revisionOf(one, "folder") === 2, 30_000, "it is upgraded");
  await one.until("folder", "Ready");
  expect(await fieldsOf("folder.example")).toEqual(["b"]);
  expect(await definitionOf("off.example")).toBeUndefined();
  const gadget = await find("folder.example/v1", "Gadget", "folder", "g");
  expect(gadget?.["spec"]).toMatchObject({ b: "x" });
  want(one, []);
  await gone(one);
  expect(await definitionOf("folder.example")).toBeDefined();
});

test("a chart is Ready as with Helm when it renders a key twice, a typed list, and what is no object", async () => {
  const source = chart("odd", {
    "templates/twice.yaml": configMap("twice", "1", ", labels: {a: one, a: two}"),
    "templates/list.yaml": `apiVersion: v1
kind: ConfigMapList
metadata: {}
items:
- metadata: {name: in-list}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: whole}}
---
# nothing
---
null
---
apiVersion: v1
kind: List
items: []
`,
  });
  const first = install();
  want(first, [charted("odd", source)]);
  await first.until("odd", "Ready");
  const twice = await find("v1", "ConfigMap", "odd", "twice");
  expect(twice?.metadata.labels).toMatchObject({ a: "two" });
  const one = await restart(first);
  want(one, [charted("odd", source)]);
  await one.until("odd", "Ready");
  expect(revisionOf(one, "odd")).toBe(1);
  await client().delete({ apiVersion: "v1", kind: "ConfigMap", namespace: "odd", name: "whole" });
  await resync(one, "odd");
  expect(await find("v1", "ConfigMap", "odd", "whole")).toBeDefined();
});

const job = (name: string, image: string, ttl?: number) => `apiVersion: batch/v1
kind: Job
metadata: {name: ${name}}
spec:${ttl === undefined ? "" : `\n  ttlSecondsAfterFinished: ${ttl}`}
  template:
    spec: {restartPolicy: Never, containers: [{name: a, image: "${image}"}]}
`;
const jobOf = (namespace: string, name: string) => find("batch/v1", "Job", namespace, name);
const expired = (namespace: string, name: string) =>
  untilTrue(async () => (await jobOf(namespace, name)) === undefined, 30_000, `${name} expired`);

test("a Job that finished and expired is done: no resync and no new agent makes it again, a change does", async () => {
  const first = install();
  const wanted = (image: string) =>
    layer("done", {
      manifests: manifests(job("soon", image, 1), job("now", image, 0), job("stays", image)),
    });
  want(first, [wanted("a:1")]);
  await first.until("done", "Ready");
  await expired("done", "soon");
  await expired("done", "now");
  await client().delete({ apiVersion: "batch/v1", kind: "Job", namespace: "done", name: "stays" });
  await resync(first, "done");
  const one = await restart(first);
  want(one, [wanted("a:1")]);
  await one.until("done", "Ready");
  await resync(one, "done");
  for (const name of ["soon", "now", "stays"]) expect(await jobOf("done", name)).toBeUndefined();
  want(one, [wanted("a:2")]);
  await untilTrue(
    async () => (await jobOf("done", "stays")) !== undefined,
    30_000,
    "it runs again",
  );
  await one.until("done", "Ready");
});

test("a Job that has ended gives way to its changed version", async () => {
  const one = install();
  const wanted = (image: string) => layer("again", { manifests: manifests(job("run", image)) });
  want(one, [wanted("a:1")]);
  await one.until("again", "Ready");
  const before = await jobOf("again", "run");
  want(one, [wanted("a:2")]);
  await untilTrue(
    async () =>
      ![before?.metadata.uid, undefined].includes((await jobOf("again", "run"))?.metadata.uid),
    30_000,
    "it runs again",
  );
  await one.until("again", "Ready");
  expect(one.states("again")).not.toContain("Error");
});

test("in a chart a Job that expired causes no new revision", async () => {
  const source = chart("jobs", {
    "templates/soon.yaml": job("soon", "a:1", 1),
    "templates/stays.yaml": job("stays", "a:1"),
  });
  const first = install();
  want(first, [charted("jobs", source)]);
  await first.until("jobs", "Ready");
  await expired("jobs", "soon");
  await client().delete({ apiVersion: "batch/v1", kind: "Job", namespace: "jobs", name: "stays" });
  await resync(first, "jobs");
  const one = await restart(first);
  want(one, [charted("jobs", source)]);
  await one.until("jobs", "Ready");
  await resync(one, "jobs");
  expect(revisionOf(one, "jobs")).toBe(1);
  expect(await jobOf("jobs", "soon")).toBeUndefined();
});

test("what went with its owner is not made again", async () => {
  const one = install();
  const owner = `, ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: nobody, uid: 0b0b0b0b-0000-4000-8000-000000000000}]`;
  const source = chart("orphan", { "templates/c.yaml": configMap("child", "1", owner) });
  want(one, [charted("orphan", source)]);
  await one.until("orphan", "Ready");
  const absent = async () => (await valueOf("orphan", "child")) === undefined;
  await untilTrue(absent, 60_000, "it is collected");
  await resync(one, "orphan");
  expect(await absent()).toBe(true);
  expect(revisionOf(one, "orphan")).toBe(1);
});

test("a manifest's object with resource-policy keep outlives an upgrade and the removal, and an event says so", async () => {
  const group = "keep.example";
  const gadget = `apiVersion: ${group}/v1\nkind: Gadget\nmetadata: {name: g${keep}}\nspec: {a: x}\n`;
  const namespace = `apiVersion: v1\nkind: Namespace\nmetadata: {name: kept-namespace${keep}}\n`;
  const all = manifests(
    configMap("early", "1", keep),
    configMap("late", "1", keep),
    configMap("goes", "1"),
    `${definition(group, "a")}---\n${gadget}`,
    namespace,
  );
  const first = install();
  want(first, [layer("kept", { manifests: all })]);
  await first.until("kept", "Ready");
  const one = await restart(first);
  want(one, [layer("kept", { manifests: all.slice(1) })]);
  await untilTrue(
    () => one.board.get("kept")?.message.includes("ConfigMap kept/early is kept") === true,
    30_000,
    "the layer says what it kept",
  );
  want(one, []);
  await gone(one);
  expect(await valueOf("kept", "early")).toBe("1");
  expect(await valueOf("kept", "late")).toBe("1");
  expect(await valueOf("kept", "goes")).toBeUndefined();
  expect(await find(`${group}/v1`, "Gadget", "kept", "g")).toBeDefined();
  expect((await definitionOf(group))?.metadata.deletionTimestamp).toBeUndefined();
  const live = await find("v1", "Namespace", undefined, "kept-namespace");
  expect(live?.metadata.deletionTimestamp).toBeUndefined();
  const events = await client().list({ apiVersion: "v1", kind: "Event" }, { namespace: "kept" });
  const told = events.filter((event) => textAt(event, "reason") === "Kept");
  expect(told.map((event) => textAt(event, "message")).sort()).toEqual([
    "Layer kept: ConfigMap kept/early is kept: its annotation helm.sh/resource-policy says so.",
    "Layer kept: ConfigMap kept/late is kept: its annotation helm.sh/resource-policy says so.",
    "Layer kept: Gadget kept/g is kept: its annotation helm.sh/resource-policy says so.",
  ]);
});

test("what Helm keeps is told as well, and a namespace of a manifest goes with its layer", async () => {
  const one = install();
  const source = chart("keeper", { "templates/c.yaml": configMap("c", "1", keep) });
  const own = `apiVersion: v1\nkind: Namespace\nmetadata: {name: own-namespace}\n`;
  want(one, [charted("keeper", source), layer("spaces", { manifests: manifests(own) })]);
  await one.until("keeper", "Ready");
  await one.until("spaces", "Ready");
  want(one, []);
  await gone(one);
  expect(await valueOf("keeper", "c")).toBe("1");
  const events = await client().list({ apiVersion: "v1", kind: "Event" }, { namespace: "keeper" });
  expect(events.map((event) => textAt(event, "message"))).toContain(
    "Layer keeper: ConfigMap keeper/c is kept: its annotation helm.sh/resource-policy says so.",
  );
  await untilTrue(
    async () => (await find("v1", "Namespace", undefined, "own-namespace")) === undefined,
    30_000,
    "the namespace is gone",
  );
});

test("hooks of a manifest: one of install is applied, those of removal and tests are left out", async () => {
  const one = install();
  const hook = (event: string) => `, annotations: {helm.sh/hook: "${event}"}`;
  want(one, [
    layer("hooks", {
      manifests: manifests(
        configMap("before", "1", hook("pre-install, pre-upgrade")),
        configMap("after", "1", hook("post-delete")),
        configMap("tested", "1", hook("test")),
      ),
    }),
  ]);
  await one.until("hooks", "Ready");
  expect(await valueOf("hooks", "before")).toBe("1");
  expect(await valueOf("hooks", "after")).toBeUndefined();
  expect(await valueOf("hooks", "tested")).toBeUndefined();
});
