import { mkdtempSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { keepRotated, openLog, sizeOf } from "./log-file";

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "lamina-log-"))));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const fail = (error: unknown) => {
  throw error;
};

test("a log that fills while the process runs is emptied, and one older part is kept", () => {
  const file = join(folder, "console.log");
  const fd = openLog(file);
  keepRotated(file, fail, 10);
  writeSync(fd, "more than ten bytes\n");
  vi.advanceTimersByTime(60_000);
  expect(readFileSync(`${file}.1`, "utf8")).toBe("more than ten bytes\n");
  writeSync(fd, "next\n");
  vi.advanceTimersByTime(60_000);
  expect(readFileSync(file, "utf8")).toBe("next\n");
});

test("a log whose older part cannot be kept is told, and emptied all the same", () => {
  const file = join(folder, "missing", "console.log");
  const told = vi.fn();
  const fd = openLog(file);
  writeSync(fd, "more than ten bytes\n");
  // Its older part is a folder: copying onto it fails.
  openLog(join(`${file}.1`, "x"));
  keepRotated(file, told, 10);
  expect(told).toHaveBeenCalledOnce();
  expect(sizeOf(file)).toBe(0);
});
