import { spawn } from "node:child_process";
import { setPriority } from "node:os";
import { createInterface } from "node:readline";

/** How to run the Go command. */
export interface GoRun {
  /** Usually "go". */
  command: string;
  args: string[];
  cwd: string;
  signal?: AbortSignal | undefined;
  /** Called for each line of standard error, where Go reports its progress. */
  onLine?(line: string): void;
}

/** What came of it. `missing` means that there is no such program. */
export interface GoResult {
  code: number;
  stdout: string;
  missing: boolean;
}

const NICENESS = 5;

/**
 * Runs Go in a module folder with the settings every build of ours shares: no C, no workspace, no flags of
 * the user's own. The compiler runs in its own process group, so that stopping reaches its children too.
 */
export function runGo(run: GoRun): Promise<GoResult> {
  return new Promise((resolve) => {
    const child = spawn(run.command, run.args, {
      cwd: run.cwd,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "", GOOS: "", GOARCH: "" },
    });
    let stdout = "";
    let missing = false;
    const kill = () => killGroup(child.pid);
    const done = (code: number) => {
      run.signal?.removeEventListener("abort", kill);
      resolve({ code, stdout, missing });
    };
    if (run.signal?.aborted) kill();
    run.signal?.addEventListener("abort", kill, { once: true });
    beNice(child.pid);
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    createInterface({ input: child.stderr }).on("line", (line) => run.onLine?.(line));
    child.on("error", (error) => {
      missing = "code" in error && error.code === "ENOENT";
      done(-1);
    });
    child.on("close", (code) => done(code ?? -1));
  });
}

function beNice(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, NICENESS);
  } catch {
    // It ended already, or the system forbids it: the build is as good without.
  }
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGTERM");
  } catch {
    // Already gone.
  }
}
