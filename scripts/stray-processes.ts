import { readdirSync, readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";

/** Programs that only Lamina starts on a test machine. */
const programs =
  /(?:^|\/)(etcd|kube-apiserver|kube-controller-manager|kube-scheduler|kwok|cluster-api-core)(?:\s|$)|lamina-guard/;

/** Command lines of processes that a test run should have ended but did not. */
export function strayProcesses(): string[] {
  return commandLines().filter((line) => programs.test(line) && !line.includes("stray-processes"));
}

function commandLines(): string[] {
  if (process.platform !== "linux") {
    return execFileSync("ps", ["-axo", "command="], { encoding: "utf8" }).split("\n");
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      } catch {
        return ""; // it ended between the listing and the reading
      }
    });
}
