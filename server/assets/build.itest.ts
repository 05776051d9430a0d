import { execFile, spawn } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive } from "@/server/platform/process/process-table";
import { acquireLock } from "./lock";
import { createWorld, type World } from "./testing/world";

const run = promisify(execFile);
let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const local = { downloads: false };
const files = async (name = "tiny") =>
  (await readdir(path.join(world.cacheDir, "assets", name, "1.2.3"))).sort();

test("a module is built, tells its version, and shows its progress", async () => {
  await world.catalogue([{ name: "tiny", probe: ["--version"] }]);
  const manager = world.manager(local);
  const file = await manager.ensure("tiny", "1.2.3");
  expect((await run(file)).stdout).toBe("tiny version v1.2.3\n");
  expect(manager.states()[0]).toMatchObject({ state: "ready", source: "build" });
  expect(await files()).toEqual(["tiny"]);
  const building = world.changes.filter((s) => s.state === "building");
  expect(building.length).toBeGreaterThan(0);
  expect(building[0]?.progress?.line).toBe("Reading the module");
});

test("concurrent callers share one attempt", async () => {
  await world.catalogue([{ name: "tiny" }]);
  const manager = world.manager(local);
  const paths = await Promise.all([1, 2, 3].map(() => manager.ensure("tiny", "1.2.3")));
  expect(new Set(paths).size).toBe(1);
  expect(world.changes.filter((s) => s.state === "ready")).toHaveLength(1);
});

test("two managers, as in two processes, build once: the second finds it in the cache", async () => {
  await world.catalogue([{ name: "tiny" }]);
  const [a, b] = [world.manager(local), world.manager(local)];
  await Promise.all([a.ensure("tiny", "1.2.3"), b.ensure("tiny", "1.2.3")]);
  const sources = [a.states()[0]?.source, b.states()[0]?.source];
  expect(sources.toSorted()).toEqual(["build", "cache"]);
});

test("who waits for another process says for which one and since when", async () => {
  await world.catalogue([{ name: "tiny" }]);
  const dir = path.join(world.cacheDir, "assets/tiny/1.2.3");
  const release = await acquireLock(path.join(dir, ".lock"));
  const manager = world.manager(local);
  const attempt = manager.ensure("tiny", "1.2.3");
  await expect
    .poll(() => manager.states()[0]?.progress?.line)
    .toMatch(new RegExp(`^Process ${process.pid} on .+ is preparing it since [\\d:]{8} UTC$`));
  await release();
  await attempt;
});

test("one build at a time: the others wait for their turn", async () => {
  await world.catalogue([{ name: "tiny" }, { name: "other" }]);
  const manager = world.manager(local);
  const seen: string[][] = [];
  const timer = setInterval(() => {
    seen.push(
      manager
        .states()
        .filter((s) => s.state === "building")
        .map((s) => s.name),
    );
  }, 5);
  const states = await manager.prepareAll();
  clearInterval(timer);
  expect(states.map((s) => s.state)).toEqual(["ready", "ready"]);
  expect(Math.max(...seen.map((names) => names.length))).toBe(1);
  expect(world.changes.map((s) => s.progress?.line)).toContain("Waiting for its turn to be built");
});

test("a compile error is shown with its place, and a retry after the fix succeeds", async () => {
  await world.catalogue([{ name: "tiny" }], "package main\n\nfunc main() { undefinedThing() }\n");
  const manager = world.manager(local);
  const [state] = await manager.prepareAll();
  expect(state?.error?.code).toBe("ASSET_BUILD_FAILED");
  expect(state?.error?.message).toContain("main.go:3:15: undefined: undefinedThing");
  expect(await files()).toEqual([]);
  await world.catalogue([{ name: "tiny" }]);
  expect((await manager.retry("tiny", "1.2.3")).state).toBe("ready");
});

test("without Go the failure says which Go and where from", async () => {
  await world.catalogue([{ name: "tiny" }]);
  const manager = world.manager({ ...local, goCommand: "no-such-go-command" });
  await expect(manager.ensure("tiny", "1.2.3")).rejects.toMatchObject({
    code: "ASSET_BUILD_TOOL_MISSING",
    next: "Install Go 1.21 or newer (https://go.dev/dl) or put a tiny 1.2.3 into LAMINA_KUBE_ASSETS, then retry.",
  });
});

test("a Go that is too old is told apart from a missing one", async () => {
  await world.catalogue([{ name: "tiny" }]);
  const old = path.join(world.dir, "old-go");
  const script = '#!/bin/sh\necho "go: go.mod requires go >= 1.21 (running go 1.20)" >&2\nexit 1\n';
  await writeFile(old, script, { mode: 0o755 });
  const manager = world.manager({ ...local, goCommand: old });
  await expect(manager.ensure("tiny", "1.2.3")).rejects.toMatchObject({
    code: "ASSET_BUILD_TOOL_OLD",
  });
});

test("unreachable modules are told apart from a compile error", async () => {
  await world.catalogue([{ name: "tiny" }]);
  const fake = path.join(world.dir, "go");
  const script =
    '#!/bin/sh\n[ "$1" = env ] && exit 0\necho "main.go:3: example.com/x@v1.0.0: Get \\"https://proxy\\": dial tcp: lookup proxy: no such host" >&2\nexit 1\n';
  await writeFile(fake, script, { mode: 0o755 });
  const manager = world.manager({ ...local, goCommand: fake });
  await expect(manager.ensure("tiny", "1.2.3")).rejects.toMatchObject({
    code: "ASSET_BUILD_MODULES_UNREACHABLE",
  });
});

test("extra files come out of the module before the program is there", async () => {
  const extras = [
    { module: "example.com/tiny", from: "config/crds", to: "crds" },
    { module: "example.com/tiny", from: "config/hooks.yaml", to: "webhooks.yaml" },
  ];
  await world.catalogue([{ name: "tiny", extras }]);
  const config = path.join(world.dir, "kubernetes/modules/tiny/config");
  await mkdir(path.join(config, "crds"), { recursive: true });
  await writeFile(path.join(config, "crds/a.yaml"), "a: 1\n", { mode: 0o444 });
  await writeFile(path.join(config, "crds/notes.txt"), "no");
  await writeFile(path.join(config, "hooks.yaml"), "b: 2\n");
  const file = await world.manager(local).ensure("tiny", "1.2.3");
  const dir = path.dirname(file);
  expect(await files()).toEqual(["crds", "tiny", "webhooks.yaml"]);
  expect(await readdir(path.join(dir, "crds"))).toEqual(["a.yaml"]);
  expect(await readFile(path.join(dir, "crds/a.yaml"), "utf8")).toBe("a: 1\n");
  expect((await stat(path.join(dir, "crds/a.yaml"))).mode & 0o200).toBe(0o200);
});

test("a build ends with the process that asked for it, even a killed one", async () => {
  const pidFile = path.join(world.dir, "pid");
  const slow = path.join(world.dir, "go");
  await writeFile(slow, `#!/bin/sh\necho $$ > ${pidFile}\nexec sleep 60\n`, { mode: 0o755 });
  const asks = [
    `import { runGo } from "./server/assets/go-command.ts";`,
    `void runGo({ command: ${JSON.stringify(slow)}, args: ["build"], cwd: "." });`,
  ].join("\n");
  const parent = spawn(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", asks],
    {
      stdio: "ignore",
    },
  );
  const started = () => readFile(pidFile, "utf8").catch(() => "");
  await expect.poll(started, { timeout: 20_000 }).toMatch(/\d+\n/);
  parent.kill("SIGKILL");
  const pid = Number(await started());
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

test("stopping ends the compiler and leaves no half file", async () => {
  await world.catalogue([{ name: "tiny" }]);
  const slow = path.join(world.dir, "go");
  const script = '#!/bin/sh\n[ "$1" = build ] || exit 0\necho fmt >&2\nsleep 60\n';
  await writeFile(slow, script, { mode: 0o755 });
  const manager = world.manager({ ...local, goCommand: slow });
  const attempt = manager.ensure("tiny", "1.2.3");
  await expect.poll(() => manager.states()[0]?.progress?.line).toBe("Compiling fmt");
  manager.close();
  await expect(attempt).rejects.toMatchObject({ code: "ASSET_STOPPED" });
  expect(await files()).toEqual([]);
});
