import { describe, expect, test } from "vitest";
import { parseYaml } from "@/server/domain/yaml/parse";
import { readHeader } from "./header";

const read = (text: string) => readHeader(parseYaml(text).data);

test("everything in the header is read", () => {
  const { header, faults } = read(`pack:
  namespace: "shop"
  additionalNamespaces: "shop-jobs, shop-mail"
  namespaceLabels:
    shop: "a=b, c=d=e"
    shop-jobs: {f: g}
  namespaceAnnotations: {shop: "x=y"}
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
    namespaceLabels: { shop: { a: "b", c: "d=e" }, "shop-jobs": { f: "g" } },
    namespaceAnnotations: { shop: { x: "y" } },
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
    ["pack: {additionalNamespaces: [good, BAD]}", "pack.additionalNamespaces"],
    ["pack: {namespaceLabels: {a: nonsense}}", "pack.namespaceLabels.a"],
    ["pack: {spectrocloud.com/install-priority: '1.5'}", "pack.spectrocloud.com/install-priority"],
  ])("%s", (text, path) => {
    expect(read(text).faults.map((fault) => fault.path.join("."))).toEqual([path]);
  });

  test("a namespace with a macro is judged later", () => {
    expect(read("pack: {namespace: '{{ .lamina.var.ns }}'}").faults).toEqual([]);
  });
});
