import { beforeAll, describe, expect, test } from "vitest";
import { beaconFiles, beaconValues, packOf } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { parseYaml } from "@/server/domain/yaml/parse";
import { listPresets, togglePreset as toggleLayer } from "./presets";
import type { ProfileLayer } from "./types";

/** One press in a text, with the layer that it leaves for the next. */
const togglePreset = (
  of: Pack,
  layer: string | Pick<ProfileLayer, "values" | "presets">,
  name: string,
  on: boolean,
) => toggleLayer(of, typeof layer === "string" ? { values: layer } : layer, name, on);

let pack: Pack;
beforeAll(async () => {
  pack = await packOf(beaconFiles());
});

const on = (values: string | Pick<ProfileLayer, "values" | "presets">) =>
  listPresets(pack, typeof values === "string" ? { values } : values)
    .filter((p) => p.on)
    .map((p) => p.name);

describe("which presets are on", () => {
  test("line 1 says so", () => {
    expect(on(beaconValues)).toEqual(["inside", "week"]);
    expect(on("# spectrocloud.com/enabled-presets: Keep:quarter, Reach:outside\n")).toEqual([
      "outside",
      "quarter",
    ]);
  });

  test("a copied comment that names foreign presets is ignored", () => {
    expect(on("# spectrocloud.com/enabled-presets: Other:thing,Keep:week\n")).toEqual(["week"]);
    expect(on("# spectrocloud.com/enabled-presets:\n")).toEqual([]);
  });

  test("without a comment the data shows it", () => {
    const bare = beaconValues.replace(/^#.*\n/, "");
    expect(on(bare)).toEqual(["inside", "week"]);
    expect(on(bare.replace("keepDays: 7", "keepDays: 8"))).toEqual(["inside"]);
    expect(on("broken: [")).toEqual([]);
  });
});

describe("toggling", () => {
  test("changes line 1 and the named keys; every other byte stays", () => {
    const after = togglePreset(pack, beaconValues, "quarter", true);
    expect(after.values).toBe(
      beaconValues.replace("Keep:week", "Keep:quarter").replace("keepDays: 7", "keepDays: 90"),
    );
  });

  test("the sibling's own keys go, and going back restores the text", () => {
    const outside = togglePreset(pack, beaconValues, "outside", true);
    expect(on(outside)).toEqual(["outside", "week"]);
    expect(parseYaml(outside.values).data).toMatchObject({
      charts: { beacon: { ingress: { enabled: true } } },
    });
    expect(togglePreset(pack, outside, "inside", true).values).toBe(beaconValues);
  });

  test("off puts the pack's values back and removes what the preset brought", () => {
    const outside = togglePreset(pack, beaconValues, "outside", true);
    const off = togglePreset(pack, outside, "outside", false);
    expect(on(off)).toEqual(["week"]);
    expect(off.values).toBe(beaconValues.replace("Reach:inside,", ""));
  });

  test("what the user changed by hand is not taken back", () => {
    const own = beaconValues.replace("type: ClusterIP", "type: NodePort # mine");
    expect(togglePreset(pack, own, "outside", true).values).toContain("type: NodePort # mine");
  });

  test("comments and CRLF survive", () => {
    const crlf = beaconValues.replaceAll("\n", "\r\n");
    const after = togglePreset(pack, crlf, "outside", true).values;
    expect(after).toContain("# one is enough\r\n");
    expect(after.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("empty values get the keys, and no comment", () => {
    expect(togglePreset(pack, "", "quarter", true).values).toBe(
      "charts:\n  beacon:\n    keepDays: 90\n",
    );
  });

  test("an unknown preset and broken YAML are refused in words", () => {
    expect(() => togglePreset(pack, beaconValues, "nope", true)).toThrow('no preset "nope"');
    expect(() => togglePreset(pack, "a: [", "quarter", true)).toThrow("until its error is fixed");
  });
});
