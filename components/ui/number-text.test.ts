import { expect, test } from "vitest";
import { readNumber, stepNumber } from "./number-text";

test.each([
  ["2", 2],
  [" 12 ", 12],
  ["-1", -1],
  ["2.5", 2.5],
  ["1000000", 1_000_000],
  ["", Number.NaN],
  ["two", Number.NaN],
  ["1e3", Number.NaN],
  ["0x10", Number.NaN],
  ["3 nodes", Number.NaN],
])("readNumber: %j is what a person means by it, or no number", (text, want) => {
  expect(readNumber(text)).toBe(want);
});

test.each([
  [2, 1, 3],
  [10, 1, 10],
  [0, -1, 0],
  [5000, -1, 10],
  [Number.NaN, 1, 0],
])("stepNumber: from %d by %d is %d, between 0 and 10", (value, by, want) => {
  expect(stepNumber(value, by, 0, 10)).toBe(want);
});
