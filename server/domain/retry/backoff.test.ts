import { expect, test } from "vitest";
import { backoffMs } from "./backoff";

const policy = { firstMs: 500, maxMs: 30_000 };

test.each([
  ["the first pause", 1, 500],
  ["each failure doubles it", 4, 4000],
  ["never above the limit", 40, 30_000],
  ["no failure counts as one", 0, 500],
])("%s", (_name, failures, full) => {
  expect(backoffMs(policy, failures, 0)).toBe(full / 2);
  expect(backoffMs(policy, failures, 0.999999)).toBe(full);
});
