import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);
const hasProc = process.platform === "linux";

/** True when a process with this pid exists; a process we may not signal exists too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * Tells one process from a later one with the same pid: boot and start time of the process.
 * Undefined when there is no such process.
 */
export async function startToken(pid: number): Promise<string | undefined> {
  if (hasProc) {
    const fields = procStat(pid);
    return fields && `${readText("/proc/sys/kernel/random/boot_id")?.trim()}:${fields[19]}`;
  }
  const text = await ps(pid, "lstart=");
  return text === "" ? undefined : text;
}

/** Resident memory of a process, or null when it is gone. */
export async function rssBytes(pid: number): Promise<number | null> {
  if (hasProc) {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readText(`/proc/${pid}/status`) ?? "")?.[1];
    return kib === undefined ? null : Number(kib) * 1024;
  }
  const kib = Number.parseInt(await ps(pid, "rss="), 10);
  return Number.isNaN(kib) ? null : kib * 1024;
}

/** A zombie is dead already; only its parent has not looked yet. Not so while other threads of it live. */
function isZombie(pid: number): boolean {
  const fields = hasProc ? procStat(pid) : undefined;
  return fields?.[0] === "Z" && Number(fields[17]) <= 1;
}

/** Fields of /proc/PID/stat after the command name, which may hold spaces and brackets. Linux only. */
export function procStat(pid: number): string[] | undefined {
  const text = readText(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(")") + 2).split(" ");
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // the process ended between two looks
  }
}

async function ps(pid: number, column: string): Promise<string> {
  try {
    return (await run("ps", ["-o", column, "-p", String(pid)])).stdout.trim();
  } catch {
    return ""; // ps fails when there is no such process
  }
}
