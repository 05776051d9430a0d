import { readFileSync } from "node:fs";
import { freemem, totalmem } from "node:os";

const mebibyte = 1024 * 1024;

/** Memory of this machine in MiB. On Linux "free" is what programs can get, caches included. */
export function machineMemory(): { totalMiB: number; freeMiB: number } {
  return {
    totalMiB: Math.floor(totalmem() / mebibyte),
    freeMiB: Math.floor((availableKiB() ?? freemem() / 1024) / 1024),
  };
}

function availableKiB(): number | null {
  try {
    const line = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync("/proc/meminfo", "utf8"));
    return line ? Number(line[1]) : null;
  } catch {
    return null;
  }
}
