import { spawn } from "node:child_process";
import { getPriority } from "node:os";
import { createInterface } from "node:readline";
import { guarded } from "@/server/platform/process/guard";

/** How to run the Go command. */
export interface GoRun {
  /** Usually "go". */
  command: string;
  args: string[];
  cwd: string;
  signal?: AbortSignal | undefined;
  /** Lowest priority and one thread: nobody waits for it. */
  gentle?: boolean | undefined;
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
const LOWEST = 19;
const GRACE_MS = 1000;
/** Above this much free memory the compiler collects less garbage: a fifth faster, at most 2.2 GiB. */
const AMPLE_MEMORY = 4 * 2 ** 30;
/** What a shell, and `nice`, answers when there is no such program. */
const NOT_FOUND = 127;

/**
 * Runs Go in a module folder with the settings every build of ours shares: no C, no workspace, no flags of
 * the user's own. It runs under the guard, so that it ends when we are killed, and in its own process
 * group, so that stopping reaches the compilers too.
 */
export function runGo(run: GoRun): Promise<GoResult> {
  return new Promise((resolve) => {
    const niceness = run.gentle ? LOWEST : NICENESS;
    const guard = guarded("nice", niced(run.command, run.args, niceness), GRACE_MS);
    const child = spawn(guard.file, guard.args, {
      cwd: run.cwd,
      detached: true,
      stdio: ["pipe", "pipe", "pipe", "ignore"],
      env: { ...environment(), ...(run.gentle ? { GOMAXPROCS: "1" } : {}) },
    });
    let stdout = "";
    const kill = () => killGroup(child.pid);
    const done = (code: number) => {
      run.signal?.removeEventListener("abort", kill);
      resolve({ code, stdout, missing: code === NOT_FOUND });
    };
    if (run.signal?.aborted) kill();
    run.signal?.addEventListener("abort", kill, { once: true });
    child.stdin?.on("error", () => {}); // the guard may be gone before we close our end
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    if (child.stderr) {
      createInterface({ input: child.stderr }).on("line", (line) => run.onLine?.(line));
    }
    child.on("error", () => done(-1));
    child.on("close", (code) => done(code ?? -1));
  });
}

/** Go's own settings count, our secrets are none of its business. */
function environment(): NodeJS.ProcessEnv {
  const ours = /^(LAMINA_|DATABASE_URL$|NEXTAUTH_)/;
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name));
  const settings = { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "", GOOS: "", GOARCH: "" };
  return {
    ...(process.availableMemory() > AMPLE_MEMORY ? { GOGC: "400" } : {}),
    ...Object.fromEntries(kept),
    ...settings,
    NODE_ENV: process.env.NODE_ENV,
  };
}

/**
 * The arguments of `nice` that run the command no more urgently than we are ourselves. From its first
 * moment on: a priority set from outside comes after the guard has started it.
 */
function niced(command: string, args: readonly string[], niceness: number): string[] {
  const more = Math.max(0, niceness - getPriority());
  return ["-n", String(more), command, ...args];
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGTERM");
  } catch {
    // Already gone.
  }
}
