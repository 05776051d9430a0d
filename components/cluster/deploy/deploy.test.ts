import { expect, test } from "vitest";
import { createClusterInput, poolsSchema } from "@/server/domain/cluster/types";
import type { ProfileLayer } from "@/server/domain/profile/types";
import {
  defaultPools,
  labelFault,
  labelsOf,
  labelTexts,
  nextPool,
  suggestName,
} from "./deploy-values";
import { layerLines, machineLines } from "./review-lines";

test.each([
  ["the profile's name", "sample-stack", [], "sample-stack"],
  ["the next free one", "sample-stack", ["sample-stack"], "sample-stack-2"],
  ["signs that a name may not have", "Große Böden.v2", [], "gro-e-b-den-v2"],
  ["a long one stays within 40", "x".repeat(80), ["x".repeat(34)], `${"x".repeat(34)}-2`],
  ["nothing usable", "…", [], "cluster"],
])("suggestName: %s", (_name, profile, taken, want) => {
  const name = suggestName(profile, taken);
  expect(name).toBe(want);
  expect(createClusterInput.shape.name.safeParse(name).success).toBe(true);
});

test("the pools offered at first, and every further one, can be deployed", () => {
  const pools = defaultPools();
  pools.push(nextPool(pools));
  pools.push(nextPool(pools));
  expect(poolsSchema.safeParse(pools).success).toBe(true);
  expect(pools.map((p) => p.name)).toEqual(["control-plane", "workers", "workers-2", "workers-3"]);
});

test.each([
  ["tier=web", undefined],
  ["example.com/tier=web", undefined],
  ["tier=", undefined],
  ["tier", "Use the form key=value."],
  ["-tier=web", expect.stringContaining("not a key that Kubernetes accepts")],
  ["a..b/tier=web", expect.stringContaining("not a domain")],
  ["kubernetes.io/hostname=a", expect.stringContaining("set by the kubelet")],
  ["lamina.dev/pool=other", expect.stringContaining("reserved for Lamina")],
  ["tier=a b", expect.stringContaining("not a value that Kubernetes accepts")],
])("labelFault of %s", (text, want) => {
  expect(labelFault(text)).toEqual(want);
});

test("labels survive the way through their chips, also with = in the value's place", () => {
  expect(labelsOf(["a=1", "b="])).toEqual({ a: "1", b: "" });
  expect(labelTexts(labelsOf(["a=1", "b="]))).toEqual(["a=1", "b="]);
});

test("the review names every pool with its size, labels and taints", () => {
  const [, workers] = defaultPools();
  const taints = [{ key: "gpu", value: "yes", effect: "NoSchedule" as const }];
  const pool = {
    ...workers,
    name: "gpu",
    role: "worker" as const,
    size: 1,
    labels: { a: "1" },
    taints,
  };
  expect(machineLines([pool])).toEqual([
    {
      key: "gpu",
      text: "1 worker node in pool gpu",
      detail: "medium (4 CPU, 8 GiB), label a=1, taint gpu=yes:NoSchedule",
      simulated: true,
    },
  ]);
});

test("layers are reviewed in the order in which they are installed", () => {
  const layer = (name: string, kind: ProfileLayer["kind"]): ProfileLayer => ({
    id: name,
    name,
    kind,
    pack: { registry: "r", name, version: "1.0.0", digest: "d" },
    values: "",
    manifests: [],
  });
  const groups = layerLines([layer("web", "addon"), layer("net", "cni"), layer("os", "os")]);
  expect(groups.map((g) => [g.order, g.lines.map((l) => l.text)])).toEqual([
    [1, ["os"]],
    [2, ["net"]],
    [3, ["web"]],
  ]);
});
