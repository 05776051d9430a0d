import { expect, test } from "vitest";
import { packInventory, unpackInventory } from "./inventory";

test("the names of every object of the largest layer fit into a ConfigMap, and are read back", async () => {
  const objects = Array.from({ length: 70_000 }, (_, i) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    namespace: "shop",
    name: `settings-${(i * 7919) % 100_003}`,
  }));
  const text = JSON.stringify({ objects });
  const data = await packInventory(text);
  expect(text.length).toBeGreaterThan(5_000_000);
  expect(JSON.stringify(data).length).toBeLessThan(1024 * 1024);
  expect(await unpackInventory(data)).toBe(text);
});

test("a small inventory stays readable, as those of earlier agents are", async () => {
  expect(await packInventory("{}")).toEqual({ inventory: "{}" });
  expect(await unpackInventory({ inventory: "{}" })).toBe("{}");
});

test("a damaged inventory is none", async () => {
  expect(await unpackInventory({ packed: "bm90IGd6aXA=" })).toBe("");
  expect(await unpackInventory(undefined)).toBe("");
});
