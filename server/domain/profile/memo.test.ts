import { expect, test } from "vitest";
import { plainPack } from "@/server/domain/pack/testing/pack-files";
import { Memo } from "./memo";
import { layerOfPack } from "./new-layer";
import { parsedValues } from "./parsed-values";
import { infraPacks, layerOf, lookUp } from "./testing/layers";
import { validateProfile } from "./validate-profile";

test("an answer is computed once per object, question and inputs", () => {
  const memo = new Memo();
  const [one, other] = [{}, {}];
  let computed = 0;
  const ask = (object: object, question: string, ...inputs: unknown[]) =>
    memo.of(object, question, inputs, () => (computed += 1));
  expect([ask(one, "a", 1), ask(one, "a", 1), ask(other, "a", 1)]).toEqual([1, 1, 2]);
  expect([ask(one, "b", 1), ask(one, "a", 2), ask(one, "a", 2), ask(one, "b", 1)]).toEqual([
    3, 4, 4, 3,
  ]);
});

test("values are read again when the text of the layer is another", () => {
  const source = {
    registry: "public",
    name: "web",
    version: "1.0.0",
    digest: `sha256:${"0".repeat(64)}`,
    layer: "addon",
    values: "a: 1\n",
  } as const;
  const layer = layerOfPack(source, [], "lyr_1");
  expect(parsedValues(layer)).toBe(parsedValues(layer));
  layer.values = "a: 2\n";
  expect(parsedValues(layer).data).toEqual({ a: 2 });
});

test("with a memory the problems are the same as without, also of what asks other layers' values", async () => {
  const infra = await infraPacks();
  const web = await plainPack("web", "addon");
  const packs = lookUp(...infra, web);
  const base = infra.map((pack) => layerOf(pack));
  const texts = [
    "pack:\n  namespace: web\n",
    "pack:\n  namespace: '{{ .spectro.pack.kubernetes.pack.name }}'\n",
    "pack:\n  namespace: Not Allowed\n",
    "a: [\n",
  ];
  const kubernetes = ["web", "Not Allowed"].map((name) =>
    layerOf(infra[1] ?? web, { values: `pack:\n  podCIDR: 10.1.0.0/16\n  name: ${name}\n` }),
  );
  const memo = new Memo();
  const seen = new Set<number>();
  for (const k8s of [...kubernetes, ...kubernetes]) {
    for (const values of texts) {
      const layers = [...base.with(1, k8s), layerOf(web, { values })];
      const fresh = validateProfile(structuredClone(layers), packs, { strict: true });
      expect(validateProfile(layers, packs, { strict: true, memo })).toEqual(fresh);
      seen.add(fresh.length);
    }
  }
  expect(seen.size).toBeGreaterThan(1);
});
