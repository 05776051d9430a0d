import { expect, test } from "vitest";
import { isLargerThan } from "./input-size";

const limit = { values: 10, characters: 100 };

test.each<[string, unknown, boolean]>([
  ["nothing", undefined, false],
  ["a few values", { a: [1, 2, { b: "c" }] }, false],
  ["exactly as many", Array.from({ length: 9 }, () => 1), false],
  ["one value more", Array.from({ length: 10 }, () => 1), true],
  ["one value more, nested", { a: { b: { c: [1, 2, 3, 4, 5, 6, 7] } } }, true],
  ["exactly as long a text", "x".repeat(100), false],
  ["a longer text", "x".repeat(101), true],
  ["a longer key", { ["x".repeat(101)]: 1 }, true],
  ["texts that are long together", ["x".repeat(60), "x".repeat(60)], true],
])("%s", (_what, input, larger) => {
  expect(isLargerThan(input, limit)).toBe(larger);
});

test("a million values cost no more than the limit", () => {
  let read = 0;
  const list = new Proxy(
    Array.from({ length: 1_000_000 }, () => 1),
    {
      get(target, key) {
        read += 1;
        return Reflect.get(target, key);
      },
    },
  );
  expect(isLargerThan(list, limit)).toBe(true);
  expect(read).toBeLessThan(50);
});
