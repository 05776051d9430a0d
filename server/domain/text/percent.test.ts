import { expect, test } from "vitest";
import { decodePercent } from "./percent";

test.each([
  ["sha256%3Aab", "sha256:ab"],
  ["a b", "a b"],
  ["%", "%"],
  ["%E0%A4", "%E0%A4"],
])("decodePercent(%j)", (text, want) => {
  expect(decodePercent(text)).toBe(want);
});
