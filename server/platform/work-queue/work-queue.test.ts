import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLog } from "@/server/platform/log/log";
import { createWorkQueue, type Reconcile } from "./work-queue";

const log = createLog("silent");
const queueOf = (reconcile: Reconcile, concurrency = 2) =>
  createWorkQueue({ name: "test", concurrency, reconcile, log, random: () => 0 });
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a key waits once however often it is added, and runs again when it changed meanwhile", async () => {
  let runs = 0;
  let finish = () => {};
  const queue = queueOf(() => {
    runs += 1;
    return new Promise((resolve) => {
      finish = () => resolve({});
    });
  });
  for (let i = 0; i < 5; i += 1) queue.add("a");
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(1);
  queue.add("a");
  queue.add("a");
  finish();
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(2);
  finish();
  await vi.advanceTimersByTimeAsync(1000);
  expect(runs).toBe(2);
});

test("no more runs at once than allowed", async () => {
  let now = 0;
  let most = 0;
  const queue = queueOf(async () => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 10));
    now -= 1;
    return {};
  });
  for (const key of "abcdef") queue.add(key);
  await vi.advanceTimersByTimeAsync(100);
  expect(most).toBe(2);
});

test("a failure is tried again after a growing pause, a success starts anew", async () => {
  const at: number[] = [];
  const queue = queueOf(async () => {
    at.push(Date.now());
    if (at.length <= 3) throw new Error("not yet");
    return {};
  });
  const start = Date.now();
  queue.add("a");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(at.map((t) => t - start)).toEqual([0, 250, 750, 1750]);
});

test("requeueAfterMs looks again, an earlier wish wins, stop ends it all", async () => {
  const at: number[] = [];
  const queue = queueOf(async () => {
    at.push(Date.now());
    return { requeueAfterMs: 1000 };
  });
  const start = Date.now();
  queue.add("a");
  await vi.advanceTimersByTimeAsync(1500);
  queue.add("a", 100);
  await vi.advanceTimersByTimeAsync(300);
  await queue.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(at.map((t) => t - start)).toEqual([0, 1000, 1600]);
});
