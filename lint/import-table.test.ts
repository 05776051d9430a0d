import { spawnSync } from "node:child_process";
import { mkdtempSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bannedPackages, importTable } from "./import-table";

/** A copy of the lint set-up in an empty tree: the files below exist only there. */
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(process.cwd(), ".lamina-lint-"));
  for (const name of ["node_modules", "lint", "oxlint.config.ts"]) {
    symlinkSync(join(process.cwd(), name), join(root, name));
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function lint(files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const oxlint = join(process.cwd(), "node_modules", ".bin", "oxlint");
  const folders = readdirSync(root).filter((name) =>
    ["server", "components", "app"].includes(name),
  );
  const result = spawnSync(oxlint, ["--format=unix", ...folders], { cwd: root, encoding: "utf8" });
  return result.stdout + result.stderr;
}

test("each folder is refused every folder that is not in its list, and allowed those that are", () => {
  const files: Record<string, string> = {};
  const refused: string[] = [];
  const folders = Object.keys(importTable);
  for (const folder of folders) {
    for (const other of folders.filter((f) => f !== folder)) {
      const file = `${folder}/import-${other.replaceAll("/", "-")}.ts`;
      files[file] = `import { x } from "@/${other}/x";\nexport const y = x;\n`;
      if (!importTable[folder]?.includes(other)) refused.push(file);
    }
  }
  const output = lint(files);
  const reported = Object.keys(files).filter((file) => output.includes(`${file}:`));
  expect(reported.sort()).toEqual(refused.sort());
});

test("packages that a folder must not touch, and relative ways out of it, are refused", () => {
  const files: Record<string, string> = {
    "server/db/up.ts": 'import { x } from "../domain/x";\nexport const y = x;\n',
  };
  for (const [folder, bans] of Object.entries(bannedPackages)) {
    bans
      .flatMap((ban) => ban.group)
      .forEach((name, i) => {
        const specifier = name.replace("*", "fs");
        files[`${folder}/package-${i}.ts`] =
          `import { x } from "${specifier}";\nexport const y = x;\n`;
      });
  }
  const output = lint(files);
  expect(Object.keys(files).filter((file) => !output.includes(`${file}:`))).toEqual([]);
});
