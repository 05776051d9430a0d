import { execFile } from "node:child_process";
import { access, constants, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import {
  folderCandidates,
  isPinnedVersion,
  type AssetSource,
  type AssetSpec,
} from "@/server/domain/assets";
import { messageOf } from "@/server/domain/errors/app-error";
import { assetPath, type AssetSettings } from "./settings";
import type { AssetLog } from "./types";

const run = promisify(execFile);
const PROBE_TIMEOUT_MS = 10_000;

/** An asset that is on this machine already. */
export interface FoundAsset {
  source: Extract<AssetSource, "folder" | "path" | "cache">;
  path: string;
}

/** Looks for a ready asset in the local ones of the given places, in their order. */
export async function findLocal(
  spec: AssetSpec,
  order: readonly AssetSource[],
  settings: AssetSettings,
  log: AssetLog,
): Promise<FoundAsset | undefined> {
  for (const source of order) {
    const found = await findIn(source, spec, settings, log);
    if (found) return found;
  }
  return undefined;
}

async function findIn(
  source: AssetSource,
  spec: AssetSpec,
  settings: AssetSettings,
  log: AssetLog,
): Promise<FoundAsset | undefined> {
  if (source === "cache") return findInCache(spec, settings.cacheDir);
  if (source !== "folder" && source !== "path") return undefined;
  const file =
    source === "folder"
      ? await findInFolder(spec, settings.extraDir, log)
      : await findOnPath(spec, settings.searchPath, log);
  return file === undefined ? undefined : { source, path: file };
}

/** Looks in the cache only. Its files are put there by one rename, so being there means being whole. */
export async function findInCache(
  spec: AssetSpec,
  cacheDir: string,
): Promise<FoundAsset | undefined> {
  const file = assetPath(cacheDir, spec);
  return (await isUsable(spec, file)) ? { source: "cache", path: file } : undefined;
}

async function findInFolder(
  spec: AssetSpec,
  dir: string | undefined,
  log: AssetLog,
): Promise<string | undefined> {
  if (!dir) return undefined;
  for (const candidate of folderCandidates(spec)) {
    const file = path.join(dir, candidate);
    if (!(await isUsable(spec, file))) continue;
    if (spec.probe ? await tellsVersion(spec, file, log) : candidate !== spec.name) return file;
  }
  return undefined;
}

async function findOnPath(
  spec: AssetSpec,
  searchPath: string,
  log: AssetLog,
): Promise<string | undefined> {
  for (const dir of searchPath.split(path.delimiter)) {
    if (!path.isAbsolute(dir)) continue; // "." in PATH would depend on where Lamina was started
    const file = path.join(dir, spec.name);
    if ((await isUsable(spec, file)) && (await tellsVersion(spec, file, log))) return file;
  }
  return undefined;
}

async function isUsable(spec: AssetSpec, file: string): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return false;
    await access(file, constants.X_OK);
    for (const extra of spec.extras) await access(path.join(path.dirname(file), extra.to));
    return true;
  } catch {
    return false; // absent, unreadable or without its extra files: all the same here
  }
}

async function tellsVersion(spec: AssetSpec, file: string, log: AssetLog): Promise<boolean> {
  try {
    const { stdout, stderr } = await run(file, spec.probe ?? [], { timeout: PROBE_TIMEOUT_MS });
    if (isPinnedVersion(`${stdout}\n${stderr}`, spec.version)) return true;
    log.info(
      { asset: spec.name, wanted: spec.version, file },
      "ignoring a program of another version",
    );
  } catch (error) {
    log.warn(
      { asset: spec.name, file, error: messageOf(error) },
      "ignoring a program that does not tell its version",
    );
  }
  return false;
}
