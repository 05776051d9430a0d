import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processesOf } from "./testing/data-folder-processes";

/**
 * Every test keeps its data in a temporary folder of such a name. What works there is a test's: a console,
 * an agent, a database or a Kubernetes program that somebody runs beside the tests works elsewhere.
 */
const testFolders = join(tmpdir(), "lamina-");

/** Command lines of processes that a test run should have ended but did not. */
export function strayProcesses(): string[] {
  if (process.platform === "linux") return processesOf(testFolders).map((p) => p.commandLine);
  return execFileSync("ps", ["-axo", "command="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(testFolders));
}
