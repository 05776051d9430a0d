import { beforeAll, expect, test } from "vitest";
import { beaconFiles, packOf, plainPack } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { applyFix, fixLabel } from "./fixes";
import { presetKeys, unmetNeeds } from "./preset-needs";
import { togglePreset } from "./presets";
import { infraPacks, layerOf, lookUp } from "./testing/layers";
import type { ProfileLayer } from "./types";
import { validateProfile } from "./validate-profile";

const presets = `presets:
  - name: outside
    displayName: Through an ingress
    group: Reach
    requires: [ingress]
    remove: [charts.beacon.port]
    add: |
      charts:
        beacon:
          ingress:
            enabled: true
  - name: scaled
    requires: [metrics-server]
    add: "charts: {beacon: {scale: true}}"
`;
let infra: Pack[];
let beacon: Pack;
let controller: Pack;
beforeAll(async () => {
  infra = await infraPacks();
  const over = { "presets.yaml": presets, "schema.yaml": "" };
  beacon = await packOf(beaconFiles({}, { ...over, "values.yaml": "charts: {beacon: {}}\n" }));
  controller = await plainPack("some-controller", "addon", { addonType: "ingress" });
});

const withPreset = (name: string): ProfileLayer => {
  const layer = layerOf(beacon);
  return { ...layer, ...togglePreset(beacon, layer, name, true) };
};
const check = (...layers: ProfileLayer[]) =>
  validateProfile(
    [...infra.map((pack) => layerOf(pack)), ...layers],
    lookUp(...infra, beacon, controller),
    { strict: true },
  );

test("a preset that is on warns of what the profile lacks, and finds it", () => {
  const [problem, ...others] = check(withPreset("outside"));
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: "PRESET_NEEDS", severity: "warning", wholeLayer: true });
  expect(problem?.message).toContain('"Through an ingress" needs an ingress controller');
  const context = { layers: [], catalogue: [], cloudType: "local" };
  expect(problem?.fix && fixLabel(problem.fix, context)).toBe("Find ingress");
  expect(check(layerOf(beacon))).toEqual([]);
});

test("an add-on of that kind, or a pack of that name, is what it needs", async () => {
  expect(check(withPreset("outside"), layerOf(controller))).toEqual([]);
  expect(check(withPreset("scaled"))).toMatchObject([{ code: "PRESET_NEEDS" }]);
  const metrics = await plainPack("metrics-server", "addon");
  const needs = { requires: ["metrics-server"] };
  expect(unmetNeeds(needs, [layerOf(metrics)], lookUp(metrics))).toEqual([]);
  expect(unmetNeeds(needs, [layerOf(controller)], lookUp(controller))).toEqual(["metrics-server"]);
  expect(unmetNeeds({}, [], lookUp())).toEqual([]);
});

test("the keys of a preset are told: those it sets and those it takes out", () => {
  const [outside] = beacon.presets;
  expect(outside && presetKeys(outside)).toEqual([
    "charts.beacon.ingress.enabled",
    "charts.beacon.port",
  ]);
});

test("presets that the pack does not have are forgotten by the fix", () => {
  const layer = { ...withPreset("outside"), presets: [{ group: "Old", name: "gone" }] };
  const [problem] = check(layer);
  expect(problem?.code).toBe("PRESET_UNKNOWN");
  const fixed = problem?.fix ? applyFix([layer], problem.fix) : [];
  expect(fixed[0]?.presets).toEqual([]);
  expect(check(...fixed)).toEqual([]);
});
