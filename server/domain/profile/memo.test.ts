import { expect, test } from "vitest";
import { Memo } from "./memo";
import { layerOfPack } from "./new-layer";
import { parsedValues } from "./parsed-values";

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
