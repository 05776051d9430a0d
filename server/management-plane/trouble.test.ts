import { expect, test } from "vitest";
import type { ProcessStatus } from "@/server/platform/process/types";
import { troubleOf } from "./trouble";

const now = new Date("2026-01-01T00:10:00Z");
const etcd = (over: Partial<ProcessStatus>): ProcessStatus => ({
  id: "management-plane/etcd",
  group: "management-plane",
  title: "etcd (management)",
  command: "etcd",
  pid: 7,
  state: "running",
  ready: true,
  restarts: 0,
  startedAt: "2026-01-01T00:00:00Z",
  rssBytes: null,
  lastExit: null,
  logFile: "etcd.log",
  message: "Running",
  ...over,
});
const exited = "etcd (management) exited with code 1: no space left on device";
const starting = { state: "starting", ready: false, message: "Starting" } as const;

test("a process that keeps ending, or cannot start, is told in its own words", () => {
  const dead = etcd({ state: "backing-off", ready: false, pid: null, message: exited });
  expect(troubleOf([etcd({}), dead], now)).toBe(exited);
  const missing = etcd({ state: "failed", ready: false, message: "etcd cannot be started" });
  expect(troubleOf([missing], now)).toBe("etcd cannot be started");
});

test("one that starves is told when it has had the time to answer", () => {
  expect(troubleOf([etcd(starting)], now)).toMatch(/^etcd \(management\) has been starting/);
  const mute = etcd({ ready: false, message: "Running, but it does not answer" });
  expect(troubleOf([mute], now)).toBe("etcd (management): Running, but it does not answer");
});

test("one that has just been started, or is well, is no trouble", () => {
  const fresh = etcd({ ...starting, startedAt: "2026-01-01T00:09:30Z" });
  expect(troubleOf([etcd({}), fresh], now)).toBeUndefined();
});
