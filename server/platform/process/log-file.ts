import {
  closeSync,
  copyFileSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from "node:fs";
import path from "node:path";
import { makeFolder } from "@/server/platform/files/make-folder";

const MAX_LOG_BYTES = 10 * 1024 * 1024;
const TAIL_BYTES = 64 * 1024;
const CHECK_MS = 60_000;

/** The log file of a process: `plane/etcd` becomes `<logDir>/plane/etcd.log`. */
export function logFileOf(logDir: string, id: string): string {
  return path.join(logDir, `${id}.log`);
}

/** Opens a log for appending. The child writes to it directly, so a busy console delays no child. */
export function openLog(file: string): number {
  makeFolder(path.dirname(file), 0o700);
  return openSync(file, "a", 0o600);
}

/**
 * Keeps a log and one older part below the limit. The child holds the file open for appending,
 * so it is emptied in place instead of being renamed away: on a full disk without a copy.
 */
export function rotateLog(file: string, maxBytes = MAX_LOG_BYTES): boolean {
  if (sizeOf(file) <= maxBytes) return false;
  try {
    copyFileSync(file, `${file}.1`);
  } finally {
    truncateSync(file, 0);
  }
  return true;
}

/** Rotates a log now and while this process runs: the supervisor looks after its children's only. */
export function keepRotated(
  file: string,
  onFailure: (error: unknown) => void,
  maxBytes = MAX_LOG_BYTES,
): void {
  const rotate = () => {
    try {
      rotateLog(file, maxBytes);
    } catch (error) {
      onFailure(error); // a full disk must not end the console
    }
  };
  rotate();
  setInterval(rotate, CHECK_MS).unref();
}

/** Size of a log now; 0 when there is none. */
export function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last lines of a log, not reaching back before byte `from`. */
export function tailLog(file: string, lines: number, from = 0): string[] {
  if (sizeOf(file) === 0) return [];
  const fd = openSync(file, "r");
  try {
    const size = fstatSync(fd).size;
    // A log that was emptied since is shorter than the mark.
    const start = Math.max(from > size ? 0 : from, size - TAIL_BYTES);
    const buffer = Buffer.alloc(size - start);
    readSync(fd, buffer, 0, buffer.length, start);
    return buffer.toString("utf8").trimEnd().split("\n").slice(-lines);
  } finally {
    closeSync(fd);
  }
}
