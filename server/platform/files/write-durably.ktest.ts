import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadMasterKey } from "@/server/platform/secrets/master-key";
import { writeDurably } from "./write-durably";

let dir: string;
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(tmpdir(), "lamina-durable-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  fs.rmSync(dir, { recursive: true, force: true });
});

test("the file is for its owner alone, and the same content again writes nothing", () => {
  const file = path.join(dir, "new", "file");
  writeDurably(file, "one");
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  const { ino } = fs.statSync(file);
  writeDurably(file, "one");
  expect(fs.statSync(file).ino).toBe(ino);
  writeDurably(file, "two");
  expect(fs.readFileSync(file, "utf8")).toBe("two");
  expect(fs.readdirSync(path.dirname(file))).toEqual(["file"]);
});

test("the content is on the disk before it gets its name, and then the name is", () => {
  const done: string[] = [];
  const { fsyncSync, renameSync } = fs;
  vi.spyOn(fs, "fsyncSync").mockImplementation((fd) => {
    done.push(fs.fstatSync(fd).isDirectory() ? "folder kept" : "content kept");
    fsyncSync(fd);
  });
  vi.spyOn(fs, "renameSync").mockImplementation((from, to) => {
    done.push("named");
    renameSync(from, to);
  });
  syncBuiltinESMExports();
  writeDurably(path.join(dir, "file"), "text");
  expect(done).toEqual(["content kept", "named", "folder kept"]);
});

test("a write that fails leaves the old content", () => {
  const file = path.join(dir, "file");
  writeDurably(file, "old");
  fs.mkdirSync(`${file}.new`);
  expect(() => writeDurably(file, "new")).toThrow();
  expect(fs.readFileSync(file, "utf8")).toBe("old");
});

test("a master key is made once and never written over, not even a damaged one", () => {
  const file = path.join(dir, "master.key");
  const { key } = loadMasterKey(file);
  expect(loadMasterKey(file).key).toEqual(key);
  fs.writeFileSync(file, "");
  expect(() => loadMasterKey(file)).toThrow("restore it from backup");
  expect(fs.readFileSync(file, "utf8")).toBe("");
});
