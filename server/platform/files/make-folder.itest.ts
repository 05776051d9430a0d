import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { folderTrouble, makeFolder } from "./make-folder";

const run = promisify(execFile);
let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "lamina-folder-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** In a process of its own, so that one that spins can be ended. */
async function why(folder: string): Promise<string> {
  const script = [
    `import { folderTrouble, makeFolder } from "./server/platform/files/make-folder.ts";`,
    `const folder = ${JSON.stringify(folder)};`,
    `try { makeFolder(folder); console.log("made"); } catch (e) { console.log(folderTrouble(folder, e)); }`,
  ].join("\n");
  const argv = ["--import", "tsx", "--input-type=module", "--eval", script];
  const { stdout } = await run(process.execPath, argv, { timeout: 20_000, killSignal: "SIGKILL" });
  return stdout.trim();
}

test.skipIf(process.platform !== "linux").each(["/proc/x", "/proc/x/y/z", "/proc/self/fd/x"])(
  "where the system makes no folders, %s ends with a reason instead of spinning",
  async (folder) => {
    expect(await why(folder)).toBe("the file system makes no folders there");
  },
);

test("a file in its place or above it is named as the reason", () => {
  const file = join(home, "file");
  writeFileSync(file, "");
  for (const folder of [file, join(file, "data"), join(file, "a/b")]) {
    expect(() => makeFolder(folder)).toThrow();
    expect(troubleAt(folder)).toBe("there is a file in its place or above it");
  }
});

test("a link whose target is missing is named, in its place or above it", () => {
  const link = join(home, "link");
  symlinkSync(join(home, "gone"), link);
  for (const folder of [link, join(link, "data"), join(link, "a/b")]) {
    expect(troubleAt(folder)).toBe(
      `${link} is a link to ${join(home, "gone")}, which does not exist`,
    );
  }
});

test("links in a circle and endless names are told apart", () => {
  const circle = join(home, "circle");
  symlinkSync(circle, circle);
  expect(troubleAt(join(circle, "data"))).toMatch(/which does not exist|lead in a circle/);
  expect(troubleAt(join(home, "x".repeat(300)))).toBe("the path is too long");
});

test("a deep folder with a path of 300 characters is made, and once more without harm", () => {
  const folder = join(home, ...Array.from({ length: 6 }, () => "d".repeat(50)));
  makeFolder(folder, 0o700);
  makeFolder(folder, 0o700);
  expect(existsSync(folder)).toBe(true);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

function troubleAt(folder: string): string {
  try {
    makeFolder(folder);
    return "made";
  } catch (error) {
    return folderTrouble(folder, error);
  }
}
