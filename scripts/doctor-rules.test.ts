import { describe, expect, test } from "vitest";
import { isFit, judgeMachine, type MachineFacts } from "./doctor-rules";

const healthy: MachineFacts = {
  nodeVersion: "24.21.0",
  goVersion: "go1.26.8",
  port: { number: 3000, state: "free" },
  shell: true,
  dataFolder: { path: "/data", freeMiB: 50_000, error: null },
  cacheFolder: { path: "/cache", freeMiB: 50_000, error: null },
  memory: { totalMiB: 16_000, freeMiB: 8_000 },
  database: { kind: "embedded", running: false, error: null },
  assets: { total: 12, missing: [] },
  chromium: "/usr/bin/chromium",
};

const judge = (change: Partial<MachineFacts>, what: string) => {
  const checks = judgeMachine({ ...healthy, ...change });
  const check = checks.find((c) => c.what === what);
  return { verdict: check?.verdict, advice: check?.advice, fit: isFit(checks) };
};

test("a healthy machine has nothing to do", () => {
  const checks = judgeMachine(healthy);
  expect(checks.every((check) => check.verdict === "ok" && check.advice === "")).toBe(true);
  expect(isFit(checks)).toBe(true);
});

describe("stands against a start", () => {
  test.each<[string, Partial<MachineFacts>]>([
    ["Node", { nodeVersion: "18.20.0" }],
    ["Shell", { shell: false }],
    ["Port", { port: { number: 3000, state: "taken" } }],
    ["Data folder", { dataFolder: { ...healthy.dataFolder, error: "read-only" } }],
    [
      "Database",
      {
        database: {
          kind: "external",
          address: "db at x",
          trouble: { why: "refused", next: "Check the address" },
        },
      },
    ],
    [
      "Cache folder",
      {
        cacheFolder: { ...healthy.cacheFolder, error: "permission denied" },
        assets: { total: 12, missing: ["etcd"] },
      },
    ],
    ["Database", { database: { kind: "embedded", running: false, error: "no program" } }],
    ["Memory", { memory: { totalMiB: 2_000, freeMiB: 900 } }],
    ["Disk", { dataFolder: { ...healthy.dataFolder, freeMiB: 200 } }],
  ])("%s: %j", (what, change) => {
    const { verdict, advice, fit } = judge(change, what);
    expect(verdict).toBe("failed");
    expect(advice).not.toBe("");
    expect(fit).toBe(false);
  });
});

describe("is only a warning", () => {
  test.each<[string, Partial<MachineFacts>]>([
    ["Memory", { memory: { totalMiB: 4_000, freeMiB: 2_000 } }],
    ["Kubernetes programs", { assets: { total: 12, missing: ["etcd"] } }],
    ["Go", { goVersion: null, assets: { total: 12, missing: ["etcd"] } }],
    [
      "Disk",
      {
        cacheFolder: { path: "/c", freeMiB: 900, error: null },
        assets: { total: 12, missing: ["x"] },
      },
    ],
    ["Chromium", { chromium: null }],
  ])("%s: %j", (what, change) => {
    const { verdict, fit } = judge(change, what);
    expect(verdict).toBe("warning");
    expect(fit).toBe(true);
  });
});

test("without Go nothing is wrong once every program is ready", () => {
  expect(judge({ goVersion: null }, "Go").verdict).toBe("ok");
});

test("a port that the console itself holds is fine", () => {
  expect(judge({ port: { number: 3000, state: "lamina" } }, "Port").verdict).toBe("ok");
});

test("a cache folder that cannot be written is fine once every program is ready", () => {
  const cacheFolder = { ...healthy.cacheFolder, error: "the file system is read-only" };
  expect(judge({ cacheFolder }, "Cache folder").verdict).toBe("ok");
});
