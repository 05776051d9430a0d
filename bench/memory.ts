import { readFileSync } from "node:fs";
import { processesOf } from "@/scripts/testing/data-folder-processes";

/** Memory in MiB, as PSS: what several processes share is counted once, divided among them. */
export interface IdleMemory {
  console: number;
  database: number;
  managementPlane: number;
  /** Small shells that end the children when the console dies. */
  guards: number;
}

/** Measures every process that works on this data folder. Linux only. */
export function measureMemory(dataDir: string, consolePid: number): IdleMemory {
  const memory: IdleMemory = { console: 0, database: 0, managementPlane: 0, guards: 0 };
  for (const { pid, commandLine, guard } of processesOf(dataDir)) {
    const part =
      pid === consolePid
        ? "console"
        : guard
          ? "guards"
          : /postgres/.test(commandLine.split(" ")[0] ?? "")
            ? "database"
            : "managementPlane";
    memory[part] += pssMiB(pid);
  }
  return memory;
}

function pssMiB(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) / 1024;
  } catch {
    return 0; // it ended between the listing and the reading
  }
}
