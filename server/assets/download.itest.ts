import { readdir, readFile, stat } from "node:fs/promises";
import type { RequestListener } from "node:http";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { failureGroups } from "@/server/domain/assets";
import { createWorld, sha256, tarball, type World } from "./testing/world";

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

const NO_GO = { goCommand: "no-such-go-command" };
const PROGRAM = "#!/bin/sh\necho tiny version v1.2.3\n";

/** Publishes `body` under /tiny with the given checksum; counts requests by path. */
async function publish(body: Buffer | string, digest = sha256(body), handler?: RequestListener) {
  const hits: string[] = [];
  const base = await world.serve((req, res) => {
    hits.push(req.url ?? "");
    if (req.url === "/sums") res.end(`${digest}  tiny\n`);
    else if (handler) handler(req, res);
    else res.end(body);
  });
  return { hits, release: { url: `${base}/tiny`, checksumUrl: `${base}/sums` } };
}

const leftovers = async () =>
  (await readdir(path.join(world.cacheDir, "assets/tiny/1.2.3"))).filter((n) => n !== "tiny");

test("a download with the published checksum becomes an executable in the cache", async () => {
  const { release } = await publish(PROGRAM);
  await world.catalogue([{ name: "tiny", release }]);
  const manager = world.manager(NO_GO);
  const file = await manager.ensure("tiny", "1.2.3");
  expect(file).toBe(path.join(world.cacheDir, "assets/tiny/1.2.3/tiny"));
  expect(await readFile(file, "utf8")).toBe(PROGRAM);
  expect((await stat(file)).mode & 0o111).toBe(0o111);
  expect(manager.states()[0]).toMatchObject({ state: "ready", source: "download", path: file });
  expect(world.changes.map((s) => s.state)).toContain("downloading");
  expect(await leftovers()).toEqual([]);
});

test("a program inside an archive is taken out, and only that one", async () => {
  const body = await tarball(world.dir, { "linux/tiny": PROGRAM, "linux/LICENSE": "text" });
  const { release } = await publish(body);
  await world.catalogue([{ name: "tiny", release: { ...release, member: "linux/tiny" } }]);
  const file = await world.manager(NO_GO).ensure("tiny", "1.2.3");
  expect(await readFile(file, "utf8")).toBe(PROGRAM);
  expect(await leftovers()).toEqual([]);
});

test("an archive without the program is refused", async () => {
  const { release } = await publish(await tarball(world.dir, { other: "x" }));
  await world.catalogue([{ name: "tiny", release: { ...release, member: "linux/tiny" } }]);
  const [state] = await world.manager(NO_GO).prepareAll();
  expect(state?.error?.message).toContain("the archive holds no linux/tiny");
  expect(await leftovers()).toEqual([]);
});

test("an archive that is none is refused", async () => {
  const { release } = await publish("this is no gzip");
  await world.catalogue([{ name: "tiny", release: { ...release, member: "linux/tiny" } }]);
  const [state] = await world.manager(NO_GO).prepareAll();
  expect(state?.state).toBe("failed");
  expect(state?.error?.message).toMatch(/the archive (cannot be read|holds no)/);
  expect(await leftovers()).toEqual([]);
});

test("a file with another checksum never reaches the cache and stays visible behind a missing compiler", async () => {
  const { release } = await publish(PROGRAM, sha256("what the publisher meant"));
  await world.catalogue([{ name: "tiny", release }]);
  const manager = world.manager(NO_GO);
  await expect(manager.ensure("tiny", "1.2.3")).rejects.toMatchObject({
    code: "ASSET_CHECKSUM_MISMATCH",
  });
  expect(await leftovers()).toEqual([]);
  await expect(stat(path.join(world.cacheDir, "assets/tiny/1.2.3/tiny"))).rejects.toThrow("ENOENT");
});

test("no checksum, no download", async () => {
  const { release, hits } = await publish(PROGRAM, "not-a-digest");
  await world.catalogue([{ name: "tiny", release }]);
  const [state] = await world.manager(NO_GO).prepareAll();
  expect(state?.error?.message).toContain("holds no SHA-256 of tiny");
  expect(hits).toEqual(["/sums"]);
});

test("a connection that breaks once is tried again", async () => {
  let first = true;
  const { release } = await publish(PROGRAM, sha256(PROGRAM), (_req, res) => {
    if (!first) return void res.end(PROGRAM);
    first = false;
    res.writeHead(200, { "content-length": PROGRAM.length });
    res.write(PROGRAM.slice(0, 5), () => res.destroy());
  });
  await world.catalogue([{ name: "tiny", release }]);
  const file = await world.manager(NO_GO).ensure("tiny", "1.2.3");
  expect(await readFile(file, "utf8")).toBe(PROGRAM);
});

test("a connection that always breaks fails after three tries and leaves no half file", async () => {
  let tries = 0;
  const { release } = await publish(PROGRAM, sha256(PROGRAM), (_req, res) => {
    tries += 1;
    res.writeHead(200, { "content-length": PROGRAM.length });
    res.write(PROGRAM.slice(0, 5), () => res.destroy());
  });
  await world.catalogue([{ name: "tiny", release }]);
  const [state] = await world.manager(NO_GO).prepareAll();
  expect(state?.error?.message).toContain("broke off");
  expect(tries).toBe(3);
  expect(await leftovers()).toEqual([]);
});

test("a server that falls silent is given up", async () => {
  const { release } = await publish(PROGRAM, sha256(PROGRAM), (_req, res) => void res.write("#!"));
  await world.catalogue([{ name: "tiny", release }]);
  const [state] = await world.manager({ ...NO_GO, stallMs: 100 }).prepareAll();
  expect(state?.error?.message).toContain("no answer for 0.1 s");
});

test("a release that does not exist goes on to the build and says both", async () => {
  const base = await world.serve((_req, res) => res.writeHead(404).end());
  await world.catalogue([
    { name: "tiny", release: { url: `${base}/tiny`, checksumUrl: `${base}/sums` } },
  ]);
  const [state] = await world.manager(NO_GO).prepareAll();
  expect(state?.error).toMatchObject({ code: "ASSET_BUILD_TOOL_MISSING" });
  expect(state?.error?.message).toContain("does not exist (404)");
});

test("a server that is out of reach is asked once for all its assets; another one is asked all the same", async () => {
  const { release, hits } = await publish(PROGRAM);
  const nowhere = "http://release-server.invalid";
  const unreachable = { url: `${nowhere}/first`, checksumUrl: `${nowhere}/sums` };
  await world.catalogue([
    { name: "first", release: unreachable },
    { name: "second", release: unreachable },
    { name: "tiny", release },
  ]);
  const warnings: string[] = [];
  const log = { info: () => {}, warn: (_: object, text: string) => void warnings.push(text) };
  const manager = world.manager({ ...NO_GO, log });
  for (const name of ["first", "second"]) {
    await expect(manager.ensure(name, "1.2.3")).rejects.toThrow(
      `${name} 1.2.3: release-server.invalid cannot be reached`,
    );
  }
  expect(warnings.filter((text) => text.includes("cannot be reached"))).toHaveLength(1);
  expect(failureGroups(manager.states())).toMatchObject([
    { what: "first 1.2.3 and 1 other program" },
  ]);
  expect(await manager.ensure("tiny", "1.2.3")).toContain("tiny");
  expect(hits).toEqual(["/sums", "/tiny"]);
});

test("the server that a redirect leads to is the one that is named", async () => {
  const base = await world.serve((_req, res) =>
    res.writeHead(302, { location: "http://elsewhere.invalid/x" }).end(),
  );
  const release = { url: `${base}/tiny`, checksumUrl: `${base}/sums` };
  await world.catalogue([{ name: "tiny", release }]);
  await expect(world.manager(NO_GO).ensure("tiny", "1.2.3")).rejects.toThrow(
    "elsewhere.invalid cannot be reached",
  );
});

test("a retry asks a server again that was out of reach", async () => {
  let refuse = true;
  const base = await world.serve((req, res) => {
    if (refuse) return void res.writeHead(403).end();
    res.end(req.url === "/sums" ? `${sha256(PROGRAM)}  tiny\n` : PROGRAM);
  });
  const release = { url: `${base}/tiny`, checksumUrl: `${base}/sums` };
  await world.catalogue([{ name: "tiny", release }]);
  const manager = world.manager(NO_GO);
  await expect(manager.ensure("tiny", "1.2.3")).rejects.toThrow("answered 403");
  refuse = false;
  await expect(manager.ensure("tiny", "1.2.3")).rejects.toThrow("answered 403");
  expect(await manager.retry("tiny", "1.2.3")).toMatchObject({
    state: "ready",
    source: "download",
  });
});

test("downloads switched off are not tried", async () => {
  const { release, hits } = await publish(PROGRAM);
  await world.catalogue([{ name: "tiny", release }]);
  const [state] = await world.manager({ ...NO_GO, downloads: false }).prepareAll();
  expect(state?.error?.code).toBe("ASSET_BUILD_TOOL_MISSING");
  expect(hits).toEqual([]);
});
