import { describe, expect, test } from "vitest";
import type { KubeObject } from "@/server/kube/types";
import { Finished, fingerprintOfObject } from "./finished";
import { layerAnnotation } from "./names";
import { objectsOfRecord } from "./record-objects";

const job = (image: string, ttl?: number, layer = "a"): KubeObject => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "j", namespace: "n", annotations: { [layerAnnotation]: layer } },
  spec: { image, ...(ttl !== undefined && { ttlSecondsAfterFinished: ttl }) },
});
const complete = { status: { conditions: [{ type: "Complete", status: "True" }] } };

describe("what ends by itself", () => {
  test("is remembered from its creation when it expires, else once it was seen to be done", () => {
    const finished = new Finished({});
    finished.created(job("1", 60), "uid");
    expect(finished.has(job("1", 60))).toBe(true);
    finished.created(job("1"), "uid");
    expect(finished.has(job("1"))).toBe(false);
    finished.seen(job("1"), job("1"));
    expect(finished.has(job("1"))).toBe(false);
    finished.seen(job("1"), { ...job("1"), ...complete });
    expect(finished.has(job("1"))).toBe(true);
  });

  test("runs again when the wanted object changes or it failed, whichever layer it belongs to", () => {
    const finished = new Finished({});
    finished.created(job("1", 60), "uid");
    expect(finished.has(job("1", 60, "another layer"))).toBe(true);
    expect(finished.has(job("2", 60))).toBe(false);
    finished.forget(job("1", 60));
    expect(finished.has(job("1", 60))).toBe(false);
  });

  test("survives in the inventory, and what is no longer wanted leaves it", () => {
    const finished = new Finished({ "batch/Job/n/gone": "x" });
    finished.created(job("1", 60), "uid");
    const marks = finished.marksOf([job("1", 60)]);
    expect(Object.keys(marks)).toEqual(["batch/Job/n/j"]);
    expect(new Finished(marks).has(job("1", 60))).toBe(true);
  });

  test("the order of keys is no change", () => {
    const a = {
      apiVersion: "v1",
      kind: "X",
      metadata: { name: "a" },
      spec: { a: 1, b: [{ c: 1, d: 2 }] },
    };
    const b = {
      spec: { b: [{ d: 2, c: 1 }], a: 1 },
      metadata: { name: "a" },
      kind: "X",
      apiVersion: "v1",
    };
    expect(fingerprintOfObject(a)).toBe(fingerprintOfObject(b));
  });
});

describe("a manifest that Helm recorded is read as Go reads it", () => {
  const names = (text: string) => objectsOfRecord(text).map((o) => `${o.kind}/${o.metadata.name}`);
  const twice =
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels: {app: one}\n  labels: {app: two}\n";

  test("of two equal keys the last one counts", () => {
    expect(objectsOfRecord(twice)[0]?.metadata.labels).toEqual({ app: "two" });
  });

  test.each([
    ["null documents and comments", `---\n# Source: a\n---\nnull\n---\n${twice}`, ["ConfigMap/a"]],
    [
      "a typed list whose items have no kind",
      "apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: b}\n",
      ["ConfigMap/b"],
    ],
    [
      "an object without a name",
      `apiVersion: v1\nkind: X\nmetadata: {generateName: a-}\n---\n${twice}`,
      ["ConfigMap/a"],
    ],
    ["text that is no object", `just words\n---\n- a\n---\n${twice}`, ["ConfigMap/a"]],
    ["an alias that leads nowhere", `a: *b\n---\n${twice}`, ["ConfigMap/a"]],
    [
      "two merge keys",
      "x: &x {kind: A}\n<<: *x\n<<: {apiVersion: v1}\nmetadata: {name: m}\n",
      ["A/m"],
    ],
    ["nothing", "", []],
  ])("%s", (_what, text, want) => {
    expect(names(text)).toEqual(want);
  });

  test("aliases without end cost nothing", () => {
    const bomb = `a: &a [${"x,".repeat(50)}]\nb: &b [${"*a,".repeat(50)}]\nc: [${"*b,".repeat(50)}]\n`;
    expect(names(`${bomb}---\n${twice}`)).toEqual(["ConfigMap/a"]);
  });
});
