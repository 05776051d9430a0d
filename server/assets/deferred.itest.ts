import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { olderVersions } from "@/server/domain/assets";
import type { AssetManager, AssetManagerOptions } from "./manager";
import { createWorld, writeProgram, type World } from "./testing/world";

let world: World;
let idle: boolean;
/** A Go that writes what it was asked and waits for the file `go` before it builds. */
let slowGo: string;
beforeEach(async () => {
  world = await createWorld();
  idle = false;
  await world.catalogue([
    { name: "tiny" },
    { name: "tiny", version: "1.2.2" },
    { name: "tiny", version: "1.2.1" },
  ]);
  slowGo = path.join(world.dir, "slow-go");
  const log = path.join(world.dir, "calls");
  const script = [
    "#!/bin/sh",
    `[ "$1" = build ] || exit 0`,
    `echo "nice $(nice) threads \${GOMAXPROCS:-all} $*" >> ${log}`,
    `while [ ! -e ${world.dir}/go ]; do sleep 0.05; done`,
    `while [ "$1" != -o ]; do shift; done`,
    `echo '#!/bin/sh' > "$2"`,
  ];
  await writeFile(slowGo, script.join("\n"), { mode: 0o755 });
});
afterEach(() => world.close());

const manager = (extra: Partial<AssetManagerOptions> = {}) =>
  world.manager({
    downloads: false,
    deferred: olderVersions,
    decisionsFile: path.join(world.dir, "data/decisions.json"),
    idle: () => idle,
    idleMs: 0,
    idlePollMs: 10,
    goCommand: slowGo,
    ...extra,
  });
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });
const letBuild = () => writeFile(path.join(world.dir, "go"), "");
const stateOf = (m: AssetManager, version: string) =>
  m.states().find((s) => s.version === version)?.state;
const calls = () => readFile(path.join(world.dir, "calls"), "utf8").catch(() => "");

test("older versions wait in the queue, with an estimate, while the others are prepared", async () => {
  await letBuild();
  const m = manager();
  await m.prepareAll();
  expect(m.states().map((s) => s.state)).toEqual(["ready", "queued", "queued"]);
  expect(m.states()[1]).toMatchObject({ background: true, remainingMs: expect.any(Number) });
  expect(m.states()[0]?.remainingMs).toBeUndefined();
});

test("one that is in the cache already does not wait", async () => {
  await letBuild();
  await writeProgram(path.join(world.cacheDir, "assets/tiny/1.2.2/tiny"), "1.2.2");
  const m = manager();
  await m.prepareAll();
  expect(m.states().map((s) => s.state)).toEqual(["ready", "ready", "queued"]);
});

test("an idle machine prepares them one by one, at the lowest priority and on one thread", async () => {
  await letBuild();
  const m = manager();
  await m.prepareAll();
  idle = true;
  await soon(() => m.states().map((s) => s.state)).toEqual(["ready", "ready", "ready"]);
  const [newest, ...older] = (await calls()).trim().split("\n");
  expect(newest).not.toMatch(/^nice 19/);
  expect(older).toHaveLength(2);
  for (const call of older) expect(call).toMatch(/^nice 19 threads 1 build -v -p=1/);
});

test("whoever needs one gets it at once, before what is prepared in the background", async () => {
  await writeProgram(path.join(world.cacheDir, "assets/tiny/1.2.3/tiny"), "1.2.3");
  const m = manager();
  await m.prepareAll();
  idle = true;
  await soon(() => stateOf(m, "1.2.2")).toBe("building");
  await soon(calls).toContain("1.2.2");
  const needed = m.ensure("tiny", "1.2.1");
  await soon(() => stateOf(m, "1.2.1")).toBe("building");
  expect(stateOf(m, "1.2.2")).toBe("queued");
  await letBuild();
  await needed;
  const urgent = (await calls()).split("\n").find((line) => line.includes("1.2.1"));
  expect(urgent).not.toMatch(/^nice 19/);
  await soon(() => stateOf(m, "1.2.2")).toBe("ready");
});

test("two who need the one that is being prepared in the background share one build", async () => {
  await writeProgram(path.join(world.cacheDir, "assets/tiny/1.2.3/tiny"), "1.2.3");
  const m = manager();
  await m.prepareAll();
  idle = true;
  await soon(calls).toContain("1.2.2");
  const both = [1, 2].map(() => m.ensure("tiny", "1.2.2"));
  await letBuild();
  expect(new Set(await Promise.all(both)).size).toBe(1);
});

test("a person starts one on a busy machine", async () => {
  await letBuild();
  const m = manager();
  await m.prepareAll();
  m.prepare("tiny", "1.2.1");
  await soon(() => stateOf(m, "1.2.1")).toBe("ready");
  expect(stateOf(m, "1.2.2")).toBe("queued");
});

test("a person pauses one that is being prepared; it stays so over a restart until somebody asks", async () => {
  await writeProgram(path.join(world.cacheDir, "assets/tiny/1.2.3/tiny"), "1.2.3");
  const first = manager();
  await first.prepareAll();
  idle = true;
  await soon(() => stateOf(first, "1.2.2")).toBe("building");
  first.pause("tiny", "1.2.2");
  await soon(() => stateOf(first, "1.2.1")).toBe("building");
  expect(stateOf(first, "1.2.2")).toBe("paused");
  first.close();

  await letBuild();
  const second = manager();
  await second.prepareAll();
  await soon(() => stateOf(second, "1.2.1")).toBe("ready");
  expect(stateOf(second, "1.2.2")).toBe("paused");
  expect(await second.ensure("tiny", "1.2.2")).toContain("1.2.2");
});

test("what a person asked for is prepared after a restart, also on a busy machine", async () => {
  await writeProgram(path.join(world.cacheDir, "assets/tiny/1.2.3/tiny"), "1.2.3");
  const first = manager();
  await first.prepareAll();
  first.prepare("tiny", "1.2.1");
  await soon(() => stateOf(first, "1.2.1")).toBe("building");
  first.close();
  await letBuild();
  const second = manager();
  await second.prepareAll();
  await soon(() => stateOf(second, "1.2.1")).toBe("ready");
});

test("one that something needs cannot be paused, and says why", async () => {
  await writeProgram(path.join(world.cacheDir, "assets/tiny/1.2.3/tiny"), "1.2.3");
  const m = manager();
  await m.prepareAll();
  const needed = m.ensure("tiny", "1.2.2");
  await soon(() => stateOf(m, "1.2.2")).toBe("building");
  expect(() => m.pause("tiny", "1.2.2")).toThrow("a cluster or the management plane needs it");
  expect(() => m.pause("tiny", "1.2.3")).toThrow("it is ready");
  await letBuild();
  await needed;
});

test("a damaged file of decisions counts as none", async () => {
  await letBuild();
  await mkdir(path.join(world.dir, "data"));
  await writeFile(path.join(world.dir, "data/decisions.json"), "{");
  const m = manager();
  await m.prepareAll();
  expect(stateOf(m, "1.2.2")).toBe("queued");
});
