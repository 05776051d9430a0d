import { expect, test } from "vitest";
import { assetStateSchema, progressPercent, summarizeAssets, type AssetState } from "./state";
import { assetFailureLines, assetMilestone, assetTable, isQuiet } from "./table";

const base = { version: "1.0.0", title: "T", purpose: "p", since: "2026-01-01T00:00:00.000Z" };
const ready: AssetState = {
  ...base,
  name: "etcd",
  state: "ready",
  source: "cache",
  path: "/c/etcd",
};
const failed: AssetState = {
  ...base,
  name: "kwok",
  state: "failed",
  error: { code: "ASSET_BUILD_FAILED", message: "kwok 1.0.0: no", next: "Retry." },
};
const building: AssetState = {
  ...base,
  name: "kube-apiserver",
  state: "building",
  progress: { done: 50, total: 200, unit: "packages", line: "Compiling fmt" },
};

test("states survive their own schema", () => {
  for (const state of [ready, failed, building])
    expect(assetStateSchema.parse(state)).toEqual(state);
});

test("progressPercent is unknown without a total and never above 100", () => {
  expect(progressPercent(undefined)).toBeUndefined();
  expect(progressPercent({ done: 3, total: 0, unit: "bytes", line: "" })).toBeUndefined();
  expect(progressPercent({ done: 3, total: 2, unit: "bytes", line: "" })).toBe(100);
});

test("summarizeAssets counts by what a reader wants to know", () => {
  const queued: AssetState = { ...ready, state: "queued", remainingMs: 60_000 };
  const paused: AssetState = { ...ready, state: "paused", remainingMs: 30_000 };
  expect(summarizeAssets([ready, failed, building, queued, paused])).toEqual({
    total: 5,
    ready: 1,
    failed: 1,
    busy: 1,
    queued: 1,
    paused: 1,
    remainingMs: 60_000,
  });
});

test("the table aligns names and shows a bar for known progress", () => {
  expect(assetTable([ready, failed, building])).toEqual([
    "✓ etcd 1.0.0            ready       cache  /c/etcd",
    "✗ kwok 1.0.0            failed      ASSET_BUILD_FAILED",
    "· kube-apiserver 1.0.0  building    █████░░░░░░░░░░░░░░░  25 %  Compiling fmt",
  ]);
});

test("the table never wraps, since it is drawn over itself", () => {
  for (const line of assetTable([building], 40)) expect(line.length).toBeLessThanOrEqual(40);
});

test("a failure is told with its next step", () => {
  expect(assetFailureLines([ready, failed])).toEqual([
    "ASSET_BUILD_FAILED  kwok 1.0.0: no",
    "  Next: Retry.",
  ]);
});

test("waiting for another process is news, looking around is not", () => {
  const looking: AssetState = { ...building, state: "resolving" };
  const { progress: _, ...quiet } = looking;
  const line = "Process 7 on here is preparing it since 10:00:00 UTC";
  const waits: AssetState = { ...quiet, progress: { done: 0, total: 0, unit: "steps", line } };
  expect(isQuiet(quiet)).toBe(true);
  expect(isQuiet(waits)).toBe(false);
  expect(assetMilestone(waits)).not.toBe(assetMilestone(quiet));
});

test("a milestone changes with each tenth, not with each line", () => {
  const at = (done: number) =>
    assetMilestone({
      ...building,
      progress: { done, total: 200, unit: "packages", line: `${done}` },
    });
  expect(at(41)).toBe(at(59));
  expect(at(59)).not.toBe(at(60));
});
