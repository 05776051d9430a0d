import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { PackFiles } from "@/server/domain/pack/types";

/** The files of one pack folder by relative path with `/`. */
export interface PackFolder {
  name: string;
  files: PackFiles;
}

/** Reads every pack folder below `root`, in name order. Plain files beside them are not packs. */
export async function readPackFolders(root: string): Promise<PackFolder[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((e) => e.isDirectory()).map((e) => e.name);
  return Promise.all(
    names.sort().map(async (name) => ({ name, files: await readFiles(join(root, name)) })),
  );
}

async function readFiles(folder: string): Promise<PackFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((e) => e.isFile()).map((e) => join(e.parentPath, e.name));
  const pairs = paths.map(async (path) => {
    const name = relative(folder, path).split(sep).join("/");
    return [name, new Uint8Array(await readFile(path))] as const;
  });
  return Object.fromEntries(await Promise.all(pairs));
}
