import { beforeAll, describe, expect, test } from "vitest";
import { beaconFiles, packOf } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { mergeIn } from "@/server/domain/yaml/edit";
import { carryOver } from "./carry-over";
import { diffValues } from "./diff";
import { renderLayer } from "./render";
import { contextOf, layerOf, lookUp } from "./testing/layers";
import { validateLayer } from "./validate-layer";

const [one, other] = ["12345678901234567890", "12345678901234567891"];
let pack: Pack;

beforeAll(async () => {
  pack = await packOf(beaconFiles());
});

/** The pack's values with a number that JavaScript alone would round. */
const withNumber = (number: string) =>
  pack.values.replace("keepDays: 7\n", `keepDays: 7\n    id: ${number}\n`);

test("two numbers that differ in their last digit differ", () => {
  expect(diffValues(`a: ${one}\n`, `a: ${other}\n`)).toEqual([
    { path: "a", change: "changed", before: BigInt(one), after: BigInt(other) },
  ]);
  expect(diffValues(`a: ${one}\n`, `a: 12_345_678_901_234_567_890\n`)).toEqual([]);
});

test("another version of the pack and a preset take every digit along", async () => {
  const next = await packOf(beaconFiles({ version: "3.2.0" }));
  expect(carryOver(pack, next, { values: withNumber(one) }).values).toContain(`id: ${one}\n`);
  expect(mergeIn("a: 1\n", `id: ${other}\n`)).toBe(`a: 1\nid: ${other}\n`);
});

describe("values that Helm would round", () => {
  test("are a problem at their key, before publishing and when rendered", () => {
    const layer = layerOf(pack, { values: withNumber(one) });
    const message = `Helm would round ${one} to 12345678901234567000`;
    const problem = {
      code: "VALUE_FORMAT",
      severity: "error",
      path: "charts.beacon.id",
      line: 18,
      message: expect.stringContaining(message),
    };
    const found = lookUp(pack).get(pack.digest);
    expect(validateLayer(layer, found, { cloudType: "local" })).toMatchObject([problem]);
    const system = { "cluster.name": "harbour" };
    expect(renderLayer(layer, pack, contextOf({ system }))).toMatchObject({ problems: [problem] });
  });

  test("pass in quotes", () => {
    const layer = layerOf(pack, { values: withNumber(`"${one}"`) });
    expect(validateLayer(layer, pack, { cloudType: "local" })).toEqual([]);
  });
});

test("manifests with macros keep every digit of a 64-bit number", () => {
  const content =
    "apiVersion: v1\nkind: Thing\nmetadata: {name: '{{ .lamina.system.cluster.name }}'}\nspec: {id: 9223372036854775807}\n";
  const layer = layerOf(pack, { manifests: [{ name: "thing", content }] });
  const result = renderLayer(layer, pack, contextOf({ system: { "cluster.name": "no" } }));
  expect(result).toMatchObject({ ok: true });
  const rendered = result.ok ? result.rendered.manifests[0]?.content : "";
  expect(rendered).toContain("id: 9223372036854775807\n");
  expect(rendered).toContain('name: "no"\n');
});
