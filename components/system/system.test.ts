import { expect, test } from "vitest";
import { formatMiB } from "@/server/domain/text/memory";
import type { AssetState } from "@/server/domain/assets";
import type { ProcessView } from "@/server/domain/system/views";
import { assetsSummary, sortAssets } from "./asset-look";
import { processGroups } from "./process-groups";

const asset = (name: string, state: AssetState["state"], done?: number): AssetState => ({
  name,
  version: "1.0.0",
  title: name,
  purpose: "",
  state,
  since: "2026-11-24T06:00:00.000Z",
  ...(done === undefined ? {} : { progress: { done, total: 100, unit: "bytes", line: "" } }),
});

test("what failed comes first, then what is under way, then the rest by name", () => {
  const assets = [
    asset("b", "ready"),
    asset("a", "ready"),
    asset("c", "building"),
    asset("d", "failed"),
  ];
  expect(sortAssets(assets).map((a) => a.name)).toEqual(["d", "c", "a", "b"]);
});

test.each([
  ["all there", [asset("a", "ready")], "ok", "All 1 ready", 100],
  [
    "half of one under way",
    [asset("a", "ready"), asset("b", "building", 50)],
    "progress",
    "1 of 2 ready",
    75,
  ],
  ["a failure wins", [asset("a", "ready"), asset("b", "failed")], "danger", "1 of 2 failed", 50],
  [
    "what is queued or paused holds nobody up",
    [asset("a", "ready"), { ...asset("b", "queued"), remainingMs: 90_000 }, asset("c", "paused")],
    "ok",
    "1 of 3 ready, 1 queued, 1 paused, about 2 min left",
    100,
  ],
  ["nothing known yet", [], "ok", "All 0 ready", 100],
] as const)("assetsSummary: %s", (_name, assets, tone, text, percent) => {
  expect(assetsSummary(assets)).toEqual({ tone, text, percent });
});

const proc = (id: string, group: string, memoryBytes: number | null = null): ProcessView => ({
  id,
  group,
  title: id,
  pid: 1,
  state: "running",
  ready: true,
  restarts: 0,
  startedAt: null,
  memoryBytes,
  message: "",
});

test("processes stand below what they belong to: the console, the plane, then clusters by name", () => {
  const processes = [
    proc("etcd", "clusters/cls_2", 10),
    proc("api", "clusters/cls_1"),
    proc("core", "management-plane", 5),
    proc("postgres", "console"),
    proc("kwok", "clusters/cls_2", 20),
  ];
  const names = new Map([
    ["cls_1", "zeta"],
    ["cls_2", "alpha"],
  ]);
  expect(
    processGroups(processes, names).map((g) => [g.title, g.processes.length, g.memoryBytes]),
  ).toEqual([
    ["Console", 1, 0],
    ["Management plane", 1, 5],
    ["Cluster alpha", 2, 30],
    ["Cluster zeta", 1, 0],
  ]);
});

test.each([
  [512, "512 MiB"],
  [2048, "2.0 GiB"],
  [15_974, "15.6 GiB"],
])("formatMiB(%i)", (mib, want) => {
  expect(formatMiB(mib)).toBe(want);
});
