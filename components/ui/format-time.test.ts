import { expect, test } from "vitest";
import { formatDuration, formatRelative, formatTicking, formatUtc } from "./format-time";

test.each([
  [-5, "0 ms"],
  [850, "850 ms"],
  [9_480, "9.4 s"],
  [9_999, "9.9 s"],
  [42_900, "42 s"],
  [64_000, "1 min 04 s"],
  [7_980_000, "2 h 13 min"],
  [273_600_000, "3 d 4 h"],
])("formatDuration(%d) = %s", (ms, want) => {
  expect(formatDuration(ms)).toBe(want);
});

test("a ticking duration never shows fractions", () => {
  expect([400, 3_700, 61_000].map(formatTicking)).toEqual(["0 s", "3 s", "1 min 01 s"]);
});

test.each([
  [-3_000, "just now"],
  [-45_000, "45 s ago"],
  [-180_000, "3 min ago"],
  [7_200_000, "in 2 h"],
  [-5 * 86_400_000, "5 d ago"],
  [-90 * 86_400_000, "3 mo ago"],
])("formatRelative: %d ms from now is %s", (offset, want) => {
  expect(formatRelative(1_800_000_000_000 + offset, 1_800_000_000_000)).toBe(want);
});

test("formatUtc does not depend on the time zone of the machine", () => {
  expect(formatUtc(Date.UTC(2026, 7, 1, 14, 3, 22))).toBe("2026-08-01 14:03:22 UTC");
});
