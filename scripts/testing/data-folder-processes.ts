import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process that works on a data folder. */
export interface FolderProcess {
  pid: number;
  commandLine: string;
  /** True for the small shell that stands between the console and a child. */
  guard: boolean;
}

/** Every process whose arguments, environment or working directory name this folder (Linux). */
export function processesOf(dataDir: string): FolderProcess[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const commandLine = read(`/proc/${pid}/cmdline`);
      const traces = [commandLine, read(`/proc/${pid}/environ`), workingDirectory(pid)];
      // A process without a command line has ended already.
      if (commandLine === "" || !traces.some((text) => text.includes(dataDir))) return [];
      return [{ pid: Number(pid), commandLine, guard: commandLine.includes("lamina-guard") }];
    });
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return ""; // it ended between the listing and the reading
  }
}

function workingDirectory(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}
