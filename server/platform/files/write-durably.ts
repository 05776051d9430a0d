import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "@/server/platform/files/make-folder";

/**
 * Writes a file only its owner may read, so that a crash or a power cut leaves the old content or the
 * new one, never an empty file. The same content again costs a look.
 */
export function writeDurably(file: string, text: string): void {
  if (contentOf(file) === text) return;
  const folder = path.dirname(file);
  makeFolder(folder, 0o700);
  const draft = `${file}.new`;
  const fd = openSync(draft, "w", 0o600);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(draft, file);
  // The new name is kept by the folder, which has a cache of its own.
  const folderFd = openSync(folder, "r");
  try {
    fsyncSync(folderFd);
  } finally {
    closeSync(folderFd);
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // not there yet
  }
}
