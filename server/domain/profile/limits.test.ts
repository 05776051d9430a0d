import { expect, test } from "vitest";
import { plainPack } from "@/server/domain/pack/testing/pack-files";
import { layersInput } from "./inputs";
import { layerBytes, layerSizeFault, maxLayerBytes, profileSizeFault } from "./limits";
import { layerOf } from "./testing/layers";

const text = (mebibytes: number) => "x".repeat(mebibytes * 1024 * 1024);

test(
  "values and manifests share one limit; the message says what is largest and what to do",
  { timeout: 60_000 },
  async () => {
    const pack = await plainPack("board", "addon", {});
    const layer = layerOf(pack, {
      values: text(2),
      manifests: [
        { name: "crds", content: text(5) },
        { name: "rest", content: text(1) },
      ],
    });
    expect(layerBytes(layer)).toBe(maxLayerBytes);
    expect(layerSizeFault(layer)).toBe(null);
    expect(layersInput.safeParse([layer]).success).toBe(true);
    const more = { ...layer, values: `${layer.values}x` };
    expect(layerSizeFault(more)).toBe(
      'The values and manifests of the layer "board" are 8.0 MiB. The limit is 8.0 MiB a layer. The largest is the manifest crds (5.0 MiB): move a part to another layer, or put it into a pack.',
    );
    expect(layersInput.safeParse([layer, { ...more, id: "b" }]).error?.issues[0]?.path).toEqual([
      1,
    ]);
  },
);

test("all layers share 32 MiB", { timeout: 60_000 }, async () => {
  const pack = await plainPack("board", "addon", {});
  const layers = Array.from({ length: 4 }, (_, i) =>
    layerOf(pack, { id: `l${i}`, name: `l${i}`, values: text(8) }),
  );
  expect(profileSizeFault(layers)).toBe(null);
  const more = [...layers, layerOf(pack, { id: "m", values: "x" })];
  expect(profileSizeFault(more)).toContain("The limit is 32.0 MiB a profile");
  expect(layersInput.safeParse(more).error?.issues[0]?.message).toContain("32.0 MiB");
});
