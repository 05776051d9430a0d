import { beforeAll, expect, test } from "vitest";
import { beaconFiles, beaconValues, packOf } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { carryOver } from "./carry-over";
import { togglePreset } from "./presets";

let old: Pack;
let next: Pack;
const nextValues = beaconValues
  .replace("# one is enough\n    replicas: 1", "# two since this version\n    replicas: 2")
  .replace("keepDays: 7\n", "keepDays: 7\n    probe: true\n");

beforeAll(async () => {
  old = await packOf(beaconFiles());
  next = await packOf(beaconFiles({ version: "3.2.0" }, { "values.yaml": nextValues }));
});

test("untouched values become the new pack's own, byte for byte", () => {
  expect(carryOver(old, next, { values: old.values })).toEqual({
    values: nextValues,
    carried: [],
    conflicts: [],
  });
});

test("what the user changed, added and removed comes along; the rest is new", () => {
  const mine = old.values
    .replace("type: ClusterIP", "type: NodePort")
    .replace('    cluster: "{{ .spectro.system.cluster.name }}"\n', "")
    .concat("    extra: [1, 2]\n");
  const result = carryOver(old, next, { values: mine });
  expect(result.values).toContain("type: NodePort");
  expect(result.values).toContain("probe: true");
  expect(result.values).toContain("# two since this version\n    replicas: 2");
  expect(result.values).not.toContain("cluster:");
  expect(result.carried).toEqual([
    "charts.beacon.cluster",
    "charts.beacon.service.type",
    "charts.beacon.extra",
  ]);
  expect(result.conflicts).toEqual([]);
});

test("a key that both changed keeps the user's value and is named", () => {
  const result = carryOver(old, next, {
    values: old.values.replace("replicas: 1", "replicas: 5"),
  });
  expect(result.values).toContain("replicas: 5");
  expect(result.conflicts).toEqual(["charts.beacon.replicas"]);
});

test("the chosen presets come along and count as no change of the user", () => {
  const mine = togglePreset(old, { values: old.values }, "quarter", true);
  const result = carryOver(old, next, mine);
  expect(result.values).toBe(togglePreset(next, { values: nextValues }, "quarter", true).values);
  expect(result.carried).toEqual([]);
});

test("values that do not parse are kept", () => {
  expect(carryOver(old, next, { values: "a: [" }).values).toBe("a: [");
});
