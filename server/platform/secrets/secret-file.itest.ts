import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadMasterKey } from "./master-key";
import { readOrMakeSecret } from "./secret-file";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "lamina-secret-"))));
afterAll(() => rmSync(folder, { recursive: true }));

test("a secret is made once, for its owner's eyes only", () => {
  const file = join(folder, "worker.secret");
  const secret = readOrMakeSecret(file);
  expect(secret).toHaveLength(43);
  expect(readOrMakeSecret(file)).toBe(secret);
  expect(readFileSync(file, "utf8")).toBe(secret);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("an empty file is no secret, and is not written over", () => {
  const file = join(folder, "empty");
  writeFileSync(file, "\n");
  expect(() => readOrMakeSecret(file)).toThrow(/no secret of at least 16 characters/);
  expect(readFileSync(file, "utf8")).toBe("\n");
});

test("a master key of an earlier release is read as it was written", () => {
  const file = join(folder, "master.key");
  const key = Buffer.alloc(32, 0xfb);
  writeFileSync(file, `${key.toString("base64")}\n`);
  expect(loadMasterKey(file).key).toEqual(key);
  writeFileSync(file, "this is no key of 32 bytes");
  expect(() => loadMasterKey(file)).toThrow("no 32-byte key");
});
