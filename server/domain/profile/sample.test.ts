import { expect, test } from "vitest";
import { freeName, layerOfPack, type LayerSource } from "./new-layer";
import { pickSamplePacks, samplePacks } from "./sample";
import { sampleLayers } from "./sample-layers";

const kinds: Record<string, LayerSource["layer"]> = {
  "local-ubuntu": "os",
  kubernetes: "k8s",
  "local-network": "cni",
  "local-storage": "csi",
};
const pack = (name: string, version = "1.0.0"): LayerSource => ({
  registry: "public",
  name,
  version,
  digest: `sha256:${name}-${version}`,
  layer: kinds[name] ?? "addon",
  values: `# ${name}\n`,
});

test("the sample has its layers in stack order with the packs' own values", () => {
  const packs = samplePacks.map(({ name, version }) => pack(name, version)).reverse();
  const layers = sampleLayers(packs, () => "lyr_x");
  expect(layers.map((layer) => layer.name)).toEqual(samplePacks.map(({ name }) => name));
  expect(layers.map((layer) => layer.kind).slice(0, 4)).toEqual(["os", "k8s", "cni", "csi"]);
  expect(layers[6]?.values).toBe("# sample-web\n");
});

test("the wanted Kubernetes is taken, else the newest; other packs are always the newest", () => {
  const both = [pack("kubernetes", "1.37.2"), pack("kubernetes", "1.38.0"), pack("sample-web")];
  const older = [pack("kubernetes", "1.36.3"), pack("kubernetes", "1.35.1")];
  expect(sampleLayers(both)[0]?.pack.version).toBe("1.37.2");
  expect(sampleLayers(older)[0]?.pack.version).toBe("1.36.3");
  expect(
    sampleLayers([pack("sample-web", "1.9.0"), pack("sample-web", "1.10.0")])[0]?.pack.version,
  ).toBe("1.10.0");
});

test("what no registry has is named and left out", () => {
  const { found, missing } = pickSamplePacks([pack("sample-web")]);
  expect(found).toHaveLength(1);
  expect(missing).toContain("local-storage");
});

test("a pack used twice gets a name of its own", () => {
  expect(layerOfPack(pack("web"), ["web", "web-2"]).name).toBe("web-3");
  expect(freeName("web-2", ["web-2"])).toBe("web-3");
  expect(freeName("web", [])).toBe("web");
});
