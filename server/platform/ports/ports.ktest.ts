import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createPortRegistry, isPortFree } from "./ports";
import { holdPort, releasePort } from "./testing/hold-port";

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "lamina-ports-"));
  file = path.join(dir, "ports.json");
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test("a name keeps its port over a restart, and no two names share one", async () => {
  const ports = createPortRegistry(file);
  const names = Array.from({ length: 30 }, (_, i) => `cluster/${i}`);
  const chosen = await Promise.all(names.map((name) => ports.claim(name)));
  expect(new Set(chosen).size).toBe(30);
  expect(await createPortRegistry(file).claim("cluster/7")).toBe(chosen[7]);
});

test("ports come from a range of their own, each console from another place of it", async () => {
  const consoles = [1, 2, 3, 4].map((i) => createPortRegistry(path.join(dir, `${i}.json`)));
  const chosen = await Promise.all(consoles.map((ports) => ports.claim("a")));
  const [lowest, highest] = [Math.min(...chosen), Math.max(...chosen)];
  expect(lowest).toBeGreaterThanOrEqual(20_000);
  expect(highest).toBeLessThan(30_000);
  expect(highest - lowest).toBeGreaterThan(chosen.length);
});

test("a range that is given holds", async () => {
  const ports = createPortRegistry(file, { first: 31_000, last: 31_099 });
  const chosen = await Promise.all(["a", "b", "c"].map((name) => ports.claim(name)));
  expect(chosen.every((port) => port >= 31_000 && port <= 31_099)).toBe(true);
});

test("a port that was promised to somebody is given to nobody else, although it is free", async () => {
  const promised = Array.from({ length: 9999 }, (_, i) => [`promised/${i}`, 20_000 + i]);
  writeFileSync(file, JSON.stringify(Object.fromEntries(promised)));
  expect(await createPortRegistry(file).claim("last")).toBe(29_999);
});

test("a taken port is replaced, a released name is forgotten", async () => {
  const ports = createPortRegistry(file);
  const first = await ports.claim("a/api");
  const server = await holdPort(first);
  expect(await isPortFree(first)).toBe(false);
  const second = await ports.replace("a/api");
  expect(second).not.toBe(first);
  expect(await isPortFree(second)).toBe(true);
  await releasePort(server);
  ports.release("a/");
  expect(ports.all()).toEqual({});
});
