import { expect, test } from "vitest";
import { aboutTime, remainingMs } from "./estimate";

const since = "2026-01-01T00:00:00.000Z";
const at = (seconds: number) => new Date(Date.parse(since) + seconds * 1000);
const build = { seconds: 200, factor: 2 };
const progress = (done: number) => ({ done, total: 100, unit: "packages" as const, line: "" });

test("what waits takes what the catalogue says at this machine's pace", () => {
  for (const state of ["queued", "paused", "resolving"] as const) {
    expect(remainingMs({ state, since }, build, at(50))).toBe(400_000);
  }
});

test("a build that has got somewhere is judged by its own pace", () => {
  const building = { state: "building" as const, since };
  expect(remainingMs({ ...building, progress: progress(5) }, build, at(60))).toBe(340_000);
  expect(remainingMs({ ...building, progress: progress(25) }, build, at(60))).toBe(180_000);
  expect(remainingMs({ ...building, progress: progress(100) }, build, at(60))).toBe(0);
});

test("nothing is left of what is ready or failed", () => {
  for (const state of ["ready", "failed", "downloading", "missing"] as const) {
    expect(remainingMs({ state, since }, build, at(0))).toBeUndefined();
  }
});

test.each([
  [0, ""],
  [20_000, "less than a minute"],
  [61_000, "about 2 min"],
])("%i ms is %j", (ms, text) => expect(aboutTime(ms)).toBe(text));
