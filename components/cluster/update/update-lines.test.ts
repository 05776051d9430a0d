import { expect, test } from "vitest";
import type { LayerKind } from "@/server/domain/pack/types";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { updateLines } from "./update-lines";

const layer = (kind: LayerKind, name: string, version = "1.0.0", values = ""): ProfileLayer => ({
  id: `lyr_${name}`,
  name,
  kind,
  pack: { registry: "bundled", name, version, digest: `${name}-${version}` },
  values,
  manifests: [],
});
const base = [
  layer("os", "ubuntu", "24.04"),
  layer("k8s", "kubernetes", "1.36.3"),
  layer("addon", "web"),
  layer("addon", "jobs"),
];
const texts = (after: ProfileLayer[]) => {
  const { lines, same } = updateLines(base, after);
  return { texts: lines.map((line) => line.text), same };
};
const swapped = (...changed: ProfileLayer[]) =>
  base.map((old) => changed.find((one) => one.name === old.name) ?? old);

test("layers that come, change and go are named; the rest is counted", () => {
  const after = [...swapped(layer("addon", "web", "1.1.0")).slice(0, 3), layer("addon", "cache")];
  expect(texts(after)).toEqual({
    texts: ["Upgrades web to 1.1.0", "Installs cache 1.0.0", "Removes jobs 1.0.0"],
    same: 2,
  });
  expect(texts(swapped(layer("addon", "web", "1.0.0", "replicas: 2")))).toEqual({
    texts: ["Reconfigures web"],
    same: 3,
  });
  const web = (version: string) => swapped(layer("addon", "web", version));
  const back = updateLines(web("1.1.0"), base).lines.map((line) => line.text);
  expect(back).toEqual(["Downgrades web to 1.0.0"]);
});

test("another Kubernetes and another operating system say what becomes of the nodes", () => {
  const { lines } = updateLines(
    base,
    swapped(layer("k8s", "kubernetes", "1.37.2"), layer("os", "ubuntu", "26.04")),
  );
  expect(lines).toMatchObject([
    { text: "Upgrades ubuntu to 26.04", detail: expect.stringContaining("replaced") },
    {
      text: "Upgrades Kubernetes from 1.36.3 to 1.37.2",
      detail: expect.stringContaining("the control plane first"),
    },
  ]);
});

test("only another order and nothing at all are told apart", () => {
  const moved = [base[0], base[1], base[3], base[2]].filter((one) => one !== undefined);
  expect(texts(moved).texts[0]).toMatch(/^Keeps /);
  expect(texts(base)).toEqual({ texts: [], same: 4 });
});
