import { expect, test } from "vitest";
import { objectsOf } from "@/server/agent/install/manifests";
import { manifestProblems } from "@/server/domain/profile/validate-manifest";
import { parseYamlStream } from "@/server/domain/yaml/parse";
import { readManifest } from "./read-manifest";

const read = (text: string) => readManifest(parseYamlStream(text));
const names = (text: string) => read(text).objects.map((o) => `${o.kind}/${o.metadata.name}`);
const errors = (text: string) => read(text).problems.filter((p) => p.severity === "error");
const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
const cm = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}";

test.each([
  ["a plain list", `apiVersion: v1\nkind: List\nitems: [${cm}]`, ["ConfigMap/a"]],
  [
    "a typed list, whose items take their kind from it",
    "apiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {name: a}}, {metadata: {name: b}}]",
    ["ConfigMap/a", "ConfigMap/b"],
  ],
  [
    "a typed list of another group",
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems: [{metadata: {name: 'system:x'}}]",
    ["Role/system:x"],
  ],
  [
    "a list in a list",
    `apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: List, items: [${cm}]}]`,
    ["ConfigMap/a"],
  ],
  ["an empty list as Go writes it", "apiVersion: v1\nkind: RoleList\nitems: null", []],
  ["a list without items", "apiVersion: v1\nkind: List", []],
  ["null documents around an object", `---\n---\n~\n---\n${cm}\n---\n# end\n`, ["ConfigMap/a"]],
  [
    "an object whose kind ends in List and that is none",
    "apiVersion: example.org/v1\nkind: AllowList\nmetadata: {name: a}\nspec: {items: [x]}",
    ["AllowList/a"],
  ],
])("%s is read as kubectl reads it", (_what, text, want) => {
  expect(names(text)).toEqual(want);
  expect(errors(text)).toEqual([]);
});

test.each([
  ["text", "hello", 1, "object is expected"],
  ["a list without kind", `[${cm}]`, 1, "object is expected"],
  ["no apiVersion", "kind: A\nmetadata: {name: a}", 1, 'lacks "apiVersion"'],
  ["no kind", "apiVersion: v1\nmetadata: {name: a}", 1, 'lacks "kind"'],
  ["an apiVersion that is a number", "apiVersion: 1\nkind: A", 1, "put quotes"],
  ["an empty kind", "apiVersion: v1\nkind: ''\nmetadata: {name: a}", 1, 'lacks "kind"'],
  ["no metadata", "apiVersion: v1\nkind: A", 1, 'lacks "metadata.name"'],
  ["no name", "apiVersion: v1\nkind: A\nmetadata:\n  labels: {}", 3, 'lacks "metadata.name"'],
  ["a generated name", "apiVersion: v1\nkind: A\nmetadata:\n  generateName: a-", 4, "every run"],
  ["a number as name", "apiVersion: v1\nkind: A\nmetadata:\n  name: 12", 4, "put quotes"],
  ["metadata that is text", "apiVersion: v1\nkind: A\nmetadata: x", 3, "must be a mapping"],
  [
    "an item of a plain list without kind",
    "apiVersion: v1\nkind: List\nitems:\n- metadata: {name: a}",
    4,
    'lacks "apiVersion"',
  ],
  [
    "items that are no list",
    "apiVersion: v1\nkind: List\nmetadata: {name: a}\nitems: {a: b}",
    4,
    "must be a list",
  ],
  ["an apiVersion of two slashes", "apiVersion: a/b/c\nkind: A", 1, "like v1 or apps/v1"],
  ["a kind with a space", "apiVersion: v1\nkind: Config Map", 2, "like ConfigMap"],
  ["the agent's namespace", `${configMap}  namespace: lamina-system`, 5, "reserved for Lamina"],
  [
    "the agent's namespace itself",
    "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: lamina-system",
    4,
    "reserved for Lamina",
  ],
  ["a number in a ConfigMap", `${configMap}data:\n  b: "1"\n  a: 1`, 7, "must be text"],
  ["a mapping in a ConfigMap", `${configMap}data:\n  a:\n    b: c`, 6, "must be text"],
  [
    "a boolean in a Secret",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {a: yes}",
    4,
    "must be text",
  ],
  ["an item that is null", "apiVersion: v1\nkind: List\nitems:\n- ~", 4, "object is expected"],
  [
    "a nameless item",
    "apiVersion: v1\nkind: ConfigMapList\nitems:\n- data: {}",
    4,
    'lacks "metadata.name"',
  ],
])(
  "%s: editor and agent refuse it at the same line, for the same reason",
  (_w, text, line, part) => {
    const [problem] = manifestProblems({ content: text });
    expect(problem).toMatchObject({ severity: "error", line });
    expect(problem?.message).toContain(part);
    expect(() => objectsOf("m", text)).toThrow(`at line ${line}, column ${problem?.column}`);
  },
);

test.each([
  ["metadata: {name: Big}", "Big"],
  ["metadata: {name: a_b}", "a_b"],
  ["metadata: {name: a, namespace: a.b}", "a.b"],
  ["metadata: {name: a, labels: {on: 5}}", "put quotes"],
  ["metadata: {name: a, labels: {'a/b/c': x}}", "a/b/c"],
  ["metadata: {name: a, labels: {x: 'no spaces'}}", "no spaces"],
  [`metadata: {name: a, labels: {x: ${"v".repeat(64)}}}`, "at most 63"],
  ["metadata: {name: a, labels: [x]}", "must be a mapping"],
  ["metadata: {name: a, annotations: {x: true}}", "put quotes"],
  ["metadata: {name: a, annotations: {'-x': z}}", "-x"],
  [`metadata: {name: a, annotations: {x: ${"v".repeat(300_000)}}}`, "256 KiB"],
])("what Kubernetes would refuse is refused at its key: %.60s", (metadata, part) => {
  const [problem] = errors(`apiVersion: v1\nkind: ConfigMap\n${metadata}\n`);
  expect(problem?.message).toContain(part);
  expect(problem?.line).toBe(3);
});

test.each([
  "metadata: {name: 'a.b-c'}",
  "metadata: {name: a, namespace: ~, labels: ~, annotations: {Example.ORG/X: ''}}",
  "metadata: {name: a, labels: {example.org/x: ''}}",
  "metadata: {name: '{{ .spectro.system.cluster.name }}'}",
])("%s is taken", (metadata) => {
  expect(errors(`apiVersion: v1\nkind: ConfigMap\n${metadata}\n`)).toEqual([]);
});

test("the agent's refusal quotes nothing of the text", () => {
  const secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: a, labels: {x: 'hunter 2'}}";
  expect(() => objectsOf("m", secret)).toThrow("metadata.labels is not valid at line 3");
  expect(() => objectsOf("m", secret)).not.toThrow("hunter");
});

test.each([
  ["pre-install", "is applied with the others"],
  ["post-delete", "is not applied"],
  ["test", "is not applied"],
])("a %s hook of Helm is said to be none in a manifest", (event, want) => {
  const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n    helm.sh/hook: ${event}\n`;
  const [problem] = read(text).problems;
  expect(problem).toMatchObject({ severity: "warning", line: 6 });
  expect(problem?.message).toContain(want);
});
