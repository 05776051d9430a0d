import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquireLock, type LockHolder } from "./lock";
import { createWorld, type World } from "./testing/world";

let world: World;
let file: string;
beforeEach(async () => {
  world = await createWorld();
  file = path.join(world.dir, "x/.lock");
});
afterEach(() => world.close());

const fast = { pollMs: 5 };

async function deadPid(): Promise<number> {
  const child = spawn("true");
  await once(child, "exit");
  return child.pid ?? 0;
}

test("only one holder at a time, the others follow", async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    const release = await acquireLock(file, fast);
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside -= 1;
    await release();
  };
  await Promise.all(Array.from({ length: 10 }, work));
  expect(most).toBe(1);
});

test("whoever waits is told by whom and since when", async () => {
  const release = await acquireLock(file, fast);
  let told: LockHolder | undefined;
  const begun = Date.now();
  const second = acquireLock(file, { ...fast, onWait: (holder) => (told = holder) });
  await expect.poll(() => told?.pid).toBe(process.pid);
  expect(Date.parse(told?.since ?? "")).toBeCloseTo(begun, -4);
  await release();
  await (
    await second
  )();
});

test("the lock of a dead process is taken over by exactly one", async () => {
  const stale = { id: "old", pid: await deadPid(), host: hostname() };
  await (
    await acquireLock(file, fast)
  )(); // creates the folder
  await writeFile(file, JSON.stringify(stale));
  let inside = 0;
  const work = async () => {
    const release = await acquireLock(file, fast);
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 3));
    inside -= 1;
    await release();
  };
  await Promise.all(Array.from({ length: 8 }, work));
});

test("the lock of another machine is respected while it is fresh and taken over when it is old", async () => {
  await (
    await acquireLock(file, fast)
  )();
  await writeFile(
    file,
    JSON.stringify({ id: "far", pid: await deadPid(), host: "another-machine" }),
  );
  const stop = new AbortController();
  let waited = false;
  const fresh = acquireLock(file, { ...fast, signal: stop.signal, onWait: () => (waited = true) });
  await expect.poll(() => waited).toBe(true);
  stop.abort();
  await expect(fresh).rejects.toThrow("abort");
  await utimes(file, longAgo, longAgo);
  await (
    await acquireLock(file, fast)
  )();
});

const longAgo = new Date(Date.now() - 3_600_000);

test("a holder keeps its lock fresh for as long as it works, for those on other machines", async () => {
  const release = await acquireLock(file, { ...fast, staleMs: 60 });
  await utimes(file, longAgo, longAgo);
  const age = async () => Date.now() - (await stat(file)).mtimeMs;
  await expect.poll(age).toBeLessThan(60_000);
  await release();
});

test("a holder of this machine keeps its lock although it touched it long ago: the machine slept", async () => {
  const release = await acquireLock(file, fast);
  await utimes(file, longAgo, longAgo);
  const stop = new AbortController();
  let waits = false;
  const second = acquireLock(file, { ...fast, signal: stop.signal, onWait: () => (waits = true) });
  await expect.poll(() => waits).toBe(true);
  stop.abort();
  await expect(second).rejects.toThrow("abort");
  await release();
});

test("a lock whose pid belongs to another process by now is taken over", async () => {
  await (
    await acquireLock(file, fast)
  )();
  const earlier = { id: "old", pid: process.pid, host: hostname(), token: "an earlier boot:1" };
  await writeFile(file, JSON.stringify(earlier));
  await (
    await acquireLock(file, fast)
  )();
});
