import { lstatSync, mkdirSync, readlinkSync, statSync } from "node:fs";
import path from "node:path";

/**
 * Makes a folder and those above it. Node's own `recursive` never ends where `mkdir` answers ENOENT
 * although the parent is there, as below /proc: this one asks once per folder.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  const refusal = tryMake(folder, mode);
  if (refusal === undefined) return;
  const parent = path.dirname(folder);
  if (codeOf(refusal) !== "ENOENT" || parent === folder || isFolder(parent)) throw refusal;
  makeFolder(parent, mode);
  const again = tryMake(folder, mode);
  if (again !== undefined) throw again;
}

/** Why a folder cannot be made or written, in words that stand after a colon. */
export function folderTrouble(folder: string, error: unknown): string {
  const link = danglingLink(folder);
  if (link) return link;
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "EROFS":
      return "the file system is read-only";
    case "ENOTDIR":
    case "EEXIST":
      return "there is a file in its place or above it";
    case "ENAMETOOLONG":
      return "the path is too long";
    case "ELOOP":
      return "its links lead in a circle";
    case "ENOSPC":
    case "EDQUOT":
      return "the disk is full";
    case "ENOENT":
      return "the file system makes no folders there";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function tryMake(folder: string, mode: number): unknown {
  try {
    mkdirSync(folder, { mode });
    return undefined;
  } catch (error) {
    return isFolder(folder) ? undefined : error;
  }
}

function isFolder(place: string): boolean {
  try {
    return statSync(place).isDirectory();
  } catch {
    return false;
  }
}

/** The first link on the way whose target is missing, as a sentence; it looks like a missing folder otherwise. */
export function danglingLink(place: string): string | undefined {
  const parent = path.dirname(place);
  const above = parent === place ? undefined : danglingLink(parent);
  if (above) return above;
  try {
    if (!lstatSync(place).isSymbolicLink() || isThere(place)) return undefined;
    return `${place} is a link to ${readlinkSync(place)}, which does not exist`;
  } catch {
    return undefined; // not there itself
  }
}

function isThere(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false }) !== undefined;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
