import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { KubeObject } from "@/server/kube/types";
import { layer } from "@/server/agent/testing/layer";
import { manifestObjects } from "./apply";
import { wrongKey } from "./gate";
import { inventoryOf, leftOver, union } from "./inventory";
import { objectsOf } from "./manifests";
import { installGroups } from "./plan";
import { readinessOf, valueAtPath } from "./readiness";
import { unpackManifest } from "./releases";

test("groups follow kind, then priority; equal numbers go together", () => {
  const layers = [
    layer("b", { priority: 10 }),
    layer("net", { kind: "cni", priority: 99 }),
    layer("a", { priority: -5 }),
    layer("c", { priority: 10 }),
    layer("os", { kind: "os" }),
  ];
  const ids = installGroups(layers).map((group) => group.map((l) => l.layerId));
  expect(ids).toEqual([["os"], ["net"], ["a"], ["b", "c"]]);
});

const keys = (count: number) => Array.from({ length: count }, (_, i) => `k${i}: 1\n`).join("");

describe("manifests", () => {
  test("are read as Kubernetes reads YAML: octal modes, words for booleans, lists, merges", () => {
    const [object] = objectsOf(
      "m",
      "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: X, metadata: {name: a}, mode: 0644, flag: yes, at: 12:30}\n",
    );
    expect(object).toMatchObject({ mode: 0o644, flag: true, at: "12:30" });
  });

  test("namespaces and kinds come first, the rest keeps its order", () => {
    const of = (kind: string) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: x}\n`;
    const kinds = ["B", "CustomResourceDefinition", "A", "Namespace"];
    const content = kinds.map(of).join("---\n");
    const objects = manifestObjects(layer("l", { manifests: [{ name: "m", content }] }));
    expect(objects.map((o) => o.kind)).toEqual(["Namespace", "CustomResourceDefinition", "B", "A"]);
  });

  test.each([
    ["kind: X\na: [", "manifest m cannot be used: bad indent at line"],
    ["kind: X", 'lacks "apiVersion"'],
    [
      `a: &a [x]\nb: &b [${"*a,".repeat(50)}]\nc: [${"*b,".repeat(50)}]`,
      "manifest m cannot be used",
    ],
  ])("%j is refused with its name", (content, message) => {
    expect(() => objectsOf("m", content)).toThrow(message);
  });

  test.each([
    ["larger than any file of a pack", "# more\n".repeat(1_300_000), "more than 8.0 MiB"],
    ["many keys of which two are equal", `${keys(20_000)}k0: 1\n`, "stands twice at line 20001"],
    ["aliases without end", `a: &a 1\nb: [${"*a,".repeat(2000)}]`, "too many aliases"],
  ])("a text with %s is refused soon", { timeout: 60_000 }, (_what, content, message) => {
    expect(() => objectsOf("m", content)).toThrow(message);
  });

  test("a broken manifest is refused without quoting its text", () => {
    const broken = () => objectsOf("m", "stringData:\n  password: hunter2: x\n");
    expect(broken).toThrow("line 2");
    expect(broken).not.toThrow("hunter2");
  });

  test("an empty text holds nothing", () => {
    expect(objectsOf("m", "# only a comment\n---\n")).toEqual([]);
  });
});

describe("readiness", () => {
  const deployment = (status: object, replicas = 2): KubeObject => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop", generation: 2 },
    spec: { replicas },
    status,
  });

  test.each([
    [
      "an old observation does not count",
      { observedGeneration: 1, updatedReplicas: 2, availableReplicas: 2 },
      false,
    ],
    [
      "old pods do not count",
      { observedGeneration: 2, updatedReplicas: 1, availableReplicas: 2 },
      false,
    ],
    [
      "all new and available",
      { observedGeneration: 2, updatedReplicas: 2, availableReplicas: 2 },
      true,
    ],
  ])("%s", (_name, status, ready) => {
    expect(readinessOf(deployment(status)).ready).toBe(ready);
  });

  test("what is missing is named", () => {
    const { message } = readinessOf(deployment({ observedGeneration: 2 }));
    expect(message).toBe("Deployment shop/web: 0 of 2 ready");
  });

  test("a failed job is not waited for", () => {
    const job: KubeObject = {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "j" },
      status: { conditions: [{ type: "Failed", status: "True", message: "limit reached" }] },
    };
    expect(readinessOf(job)).toMatchObject({
      failed: true,
      message: "Job j failed: limit reached",
    });
  });

  test("values are found by path, through lists too", () => {
    const object = { status: { conditions: [{ status: "True" }], ready: 3 } };
    expect(valueAtPath(object, "status.conditions[0].status")).toBe("True");
    expect(valueAtPath(object, "status.ready")).toBe("3");
    expect(valueAtPath(object, "status.missing.x")).toBeUndefined();
  });
});

test("a readiness check tells what is wrong, and no value of a Secret", () => {
  const object = (kind: string): KubeObject => ({
    apiVersion: "v1",
    kind,
    metadata: { name: "x" },
    data: { state: "hunter2" },
  });
  const check = { keys: [{ key: "data.state", expected: "on" }] };
  expect(wrongKey(object("ConfigMap"), check)).toBe("data.state is hunter2 and not on");
  expect(wrongKey(object("Secret"), check)).toBe("data.state is another value");
  const missing = { keys: [{ key: "data.gone", expected: "on" }] };
  expect(wrongKey(object("Secret"), missing)).toBe("data.gone is not set and not on");
});

describe("Helm's record of a release", () => {
  /** As Helm packs it and Kubernetes hands it out. */
  const packed = (text: string) =>
    Buffer.from(gzipSync(text).toString("base64")).toString("base64");

  test("is unpacked to its manifest", async () => {
    expect(await unpackManifest("web", packed(JSON.stringify({ manifest: "kind: X" })))).toBe(
      "kind: X",
    );
  });

  test.each([
    ["unpacks without end", packed(" ".repeat(40 * 1024 * 1024))],
    ["is no archive", Buffer.from("AAAA").toString("base64")],
    ["is no JSON", packed("kind: X")],
  ])("that %s is a failure of its layer with a name", async (_what, text) => {
    await expect(unpackManifest("web", text)).rejects.toMatchObject({
      code: "LAYER_INSTALL_FAILED",
      message: expect.stringContaining("record web cannot be read"),
    });
  });
});

test("what another layer wants is never left over", () => {
  const ref = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", namespace: "n", name });
  const older = inventoryOf(layer("old", { namespace: "n" }), [ref("a"), ref("b")]);
  const newer = inventoryOf(layer("new", { namespace: "n" }), [ref("b")]);
  expect(leftOver(older, [newer]).objects).toEqual([ref("a")]);
  expect(union(older, newer).objects).toHaveLength(2);
});
