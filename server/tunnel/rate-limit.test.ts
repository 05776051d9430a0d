import { expect, test } from "vitest";
import { RateLimit } from "./rate-limit";

test("a burst is allowed, then the long-run rate", () => {
  const limit = new RateLimit(2, 3, 0);
  expect([1, 2, 3, 4].map(() => limit.take(0))).toEqual([true, true, true, false]);
  expect(limit.take(499)).toBe(false);
  expect([1, 2, 3].map(() => limit.take(1000))).toEqual([true, true, false]);
});

test("a clock that steps back gives nothing away", () => {
  const limit = new RateLimit(1, 1, 10_000);
  expect(limit.take(10_000)).toBe(true);
  expect(limit.take(0)).toBe(false);
});
