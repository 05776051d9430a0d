import { describe, expect, test } from "vitest";
import { parseYaml } from "@/server/domain/yaml/parse";
import { readHeader } from "./header";

const read = (text: string) => readHeader(parseYaml(text).data);

test("everything in the header is read", () => {
  const { header, faults } = read(`pack:
  namespace: "shop"
  additionalNamespaces: "shop-jobs, shop-mail"
  namespaceLabels:
    shop: "a=b, c="
    shop-jobs: {f: g}
  namespaceAnnotations: {shop: "x=y=z"}
  releaseNameOverride: {web: front}
  spectrocloud.com/install-priority: "-1000"
  spectrocloud.com/display-name: " second "
  content:
    images: [{image: a:1}, {iamge: b:2}, c:3, {}]
`);
  expect(faults).toEqual([]);
  expect(header).toEqual({
    namespace: "shop",
    additionalNamespaces: ["shop-jobs", "shop-mail"],
    namespaceLabels: { shop: { a: "b", c: "" }, "shop-jobs": { f: "g" } },
    namespaceAnnotations: { shop: { x: "y=z" } },
    releaseNameOverride: { web: "front" },
    priority: -1000,
    displayName: "second",
    images: ["a:1", "b:2", "c:3"],
  });
});

test("nothing, comments and an odd shape are an empty header", () => {
  for (const text of ["", "# words\n", "pack:\n", "pack: text\n", "- list\n"]) {
    expect(read(text).header).toMatchObject({ namespace: null, priority: 0, images: [] });
  }
});

describe("what cannot be used is a fault at its key", () => {
  test.each([
    ["pack: {namespace: My_Space}", "pack.namespace"],
    ["pack: {additionalNamespaces: [good, BAD]}", "pack.additionalNamespaces.1"],
    ["pack: {additionalNamespaces: [good, 12]}", "pack.additionalNamespaces.1"],
    ["pack: {additionalNamespaces: 'good, BAD'}", "pack.additionalNamespaces"],
    ["pack: {additionalNamespaces: {a: b}}", "pack.additionalNamespaces"],
    ["pack: {namespace: 12}", "pack.namespace"],
    ["pack: {namespace: '{{ .Values.x }}'}", "pack.namespace"],
    ["pack: {namespace: lamina-system}", "pack.namespace"],
    ["pack: {additionalNamespaces: [lamina-system]}", "pack.additionalNamespaces.0"],
    [`pack: {namespace: ${"n".repeat(64)}}`, "pack.namespace"],
    ["pack: {namespaceLabels: 'a=b'}", "pack.namespaceLabels"],
    ["pack: {namespaceLabels: {a: 12}}", "pack.namespaceLabels.a"],
    ["pack: {namespaceLabels: {A_b: 'x=y'}}", "pack.namespaceLabels.A_b"],
    ["pack: {namespaceLabels: {a: 'x=y=z'}}", "pack.namespaceLabels.a"],
    ["pack: {namespaceLabels: {a: '-x=y'}}", "pack.namespaceLabels.a"],
    ["pack: {namespaceLabels: {a: {x: no good}}}", "pack.namespaceLabels.a.x"],
    ["pack: {namespaceLabels: {a: {x: 1.30}}}", "pack.namespaceLabels.a.x"],
    ["pack: {namespaceLabels: {a: {x: [1]}}}", "pack.namespaceLabels.a.x"],
    [`pack: {namespaceLabels: {a: 'x=${"v".repeat(64)}'}}`, "pack.namespaceLabels.a"],
    [
      "pack: {namespaceLabels: {a: 'pod-security.kubernetes.io/enforce=strict'}}",
      "pack.namespaceLabels.a",
    ],
    [
      "pack: {namespaceLabels: {a: 'pod-security.kubernetes.io/warn-version=1.30'}}",
      "pack.namespaceLabels.a",
    ],
    ["pack: {namespaceLabels: {a: 'kubernetes.io/metadata.name=b'}}", "pack.namespaceLabels.a"],
    ["pack: {namespaceAnnotations: {a: 'x/y/z=w'}}", "pack.namespaceAnnotations.a"],
    [
      `pack: {namespaceAnnotations: {a: 'x=${"v".repeat(300_000)}'}}`,
      "pack.namespaceAnnotations.a",
    ],
    ["pack: {releaseNameOverride: {web: My.Release_1}}", "pack.releaseNameOverride.web"],
    ["pack: {releaseNameOverride: {web: -a}}", "pack.releaseNameOverride.web"],
    ["pack: {releaseNameOverride: {web: 12}}", "pack.releaseNameOverride.web"],
    ["pack: {releaseNameOverride: {web: {a: b}}}", "pack.releaseNameOverride.web"],
    ["pack: {releaseNameOverride: web}", "pack.releaseNameOverride"],
    [`pack: {releaseNameOverride: {web: ${"r".repeat(54)}}}`, "pack.releaseNameOverride.web"],
    ["pack: {namespaceLabels: {a: nonsense}}", "pack.namespaceLabels.a"],
    ["pack: {spectrocloud.com/install-priority: '1.5'}", "pack.spectrocloud.com/install-priority"],
  ])("%.90s", (text, path) => {
    expect(read(text).faults.map((fault) => fault.path.join("."))).toEqual([path]);
  });

  test.each(["a.b", "web", "r".repeat(53)])("the release name %s is taken", (name) => {
    const { header, faults } = read(`pack: {releaseNameOverride: {web: ${name}}}`);
    expect(faults).toEqual([]);
    expect(header.releaseNameOverride).toEqual({ web: name });
  });

  test("a namespace with a macro is judged later", () => {
    expect(read("pack: {namespace: '{{ .lamina.var.ns }}'}").faults).toEqual([]);
  });
});
