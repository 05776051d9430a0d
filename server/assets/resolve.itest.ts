import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { failureGroups } from "@/server/domain/assets";
import { createWorld, writeProgram, type World } from "./testing/world";

let world: World;
beforeEach(async () => {
  world = await createWorld();
  await world.catalogue([{ name: "tiny", probe: ["--version"] }]);
});
afterEach(() => world.close());

const options = (extra: object) => ({
  goCommand: "no-such-go-command",
  downloads: false,
  ...extra,
});

test.each(["tiny/1.2.3/tiny", "1.2.3/tiny", "tiny-1.2.3", "tiny"])(
  "the operator's folder may hold %s",
  async (place) => {
    const extraDir = path.join(world.dir, "own");
    await writeProgram(path.join(extraDir, place), "1.2.3");
    const manager = world.manager(options({ extraDir }));
    expect(await manager.ensure("tiny", "1.2.3")).toBe(path.join(extraDir, place));
    expect(manager.states()[0]?.source).toBe("folder");
  },
);

test("the folder goes before PATH, PATH before the cache", async () => {
  const extraDir = path.join(world.dir, "own");
  const bin = path.join(world.dir, "bin");
  await writeProgram(path.join(world.cacheDir, "assets/tiny/1.2.3/tiny"), "1.2.3");
  const source = async (extra: object) => {
    const manager = world.manager(options(extra));
    await manager.ensure("tiny", "1.2.3");
    return manager.states()[0]?.source;
  };
  expect(await source({ extraDir, searchPath: bin })).toBe("cache");
  await writeProgram(path.join(bin, "tiny"), "1.2.3");
  expect(await source({ extraDir, searchPath: bin })).toBe("path");
  await writeProgram(path.join(extraDir, "tiny"), "1.2.3");
  expect(await source({ extraDir, searchPath: bin })).toBe("folder");
});

test("a program of another version is passed over, in the folder and in PATH", async () => {
  const bin = path.join(world.dir, "bin");
  await writeProgram(path.join(bin, "tiny"), "1.2.4");
  const manager = world.manager(options({ extraDir: bin, searchPath: bin }));
  await expect(manager.ensure("tiny", "1.2.3")).rejects.toMatchObject({
    code: "ASSET_BUILD_TOOL_MISSING",
  });
});

test("a later directory of PATH is looked at when the first holds another version", async () => {
  const [a, b] = [path.join(world.dir, "a"), path.join(world.dir, "b")];
  await writeProgram(path.join(a, "tiny"), "0.9.0");
  await writeProgram(path.join(b, "tiny"), "1.2.3");
  const manager = world.manager(options({ searchPath: [a, b].join(path.delimiter) }));
  expect(await manager.ensure("tiny", "1.2.3")).toBe(path.join(b, "tiny"));
});

test("a file that cannot be run is no program", async () => {
  const bin = path.join(world.dir, "bin");
  await writeProgram(path.join(bin, "tiny"), "1.2.3");
  await chmod(path.join(bin, "tiny"), 0o644);
  const manager = world.manager(options({ searchPath: bin }));
  await expect(manager.ensure("tiny", "1.2.3")).rejects.toMatchObject({
    code: "ASSET_BUILD_TOOL_MISSING",
  });
});

test("a program that cannot tell its version counts only under a path that names it, with its extra files", async () => {
  await world.catalogue([{ name: "core", extras: [{ module: "m", from: "f", to: "crds" }] }]);
  const extraDir = path.join(world.dir, "own");
  await writeProgram(path.join(extraDir, "core"), "1.2.3");
  await mkdir(path.join(extraDir, "crds"));
  const manager = world.manager(options({ extraDir, searchPath: extraDir }));
  await expect(manager.ensure("core", "1.2.3")).rejects.toMatchObject({
    code: "ASSET_BUILD_TOOL_MISSING",
  });

  const exact = path.join(extraDir, "core/1.2.3/core");
  await writeProgram(path.join(world.dir, "own2/core/1.2.3/core"), "1.2.3");
  const second = world.manager(options({ extraDir: path.join(world.dir, "own2") }));
  await expect(second.ensure("core", "1.2.3")).rejects.toThrow();
  await mkdir(path.join(world.dir, "own2/core/1.2.3/crds"));
  expect(await second.ensure("core", "1.2.3")).toBe(exact.replace("/own/", "/own2/"));
});

test("an asset put into the folder after a failure is found by a retry", async () => {
  const extraDir = path.join(world.dir, "own");
  const manager = world.manager(options({ extraDir }));
  await expect(manager.ensure("tiny", "1.2.3")).rejects.toThrow();
  const [failed] = manager.states();
  expect(failed?.error?.next).toContain("put a tiny 1.2.3 into LAMINA_KUBE_ASSETS");
  await writeProgram(path.join(extraDir, "tiny"), "1.2.3");
  expect(await manager.retry("tiny", "1.2.3")).toMatchObject({ state: "ready", source: "folder" });
  expect(manager.states()[0]?.error).toBeUndefined();
});

test("an asset that nobody pinned is refused by name", async () => {
  const manager = world.manager();
  await expect(manager.ensure("tiny", "9.9.9")).rejects.toMatchObject({ code: "ASSET_UNKNOWN" });
});

test("a cache folder that cannot be written names what to do", async () => {
  await writeFile(path.join(world.dir, "file"), "");
  const manager = world.manager(options({ cacheDir: path.join(world.dir, "file") }));
  await expect(manager.ensure("tiny", "1.2.3")).rejects.toMatchObject({ code: "ASSET_STORAGE" });
});

test.skipIf(process.platform !== "linux")(
  "a cache folder that cannot be made ends at once, with one reason for all programs",
  async () => {
    await world.catalogue([{ name: "tiny" }, { name: "other" }]);
    const states = await world.manager(options({ cacheDir: "/proc/x" })).prepareAll();
    expect(failureGroups(states).map((group) => group.text)).toEqual([
      "tiny 1.2.3 and 1 other program: the cache folder /proc/x cannot be written (the file system makes no folders there).",
    ]);
  },
);
