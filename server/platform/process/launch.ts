import { spawn } from "node:child_process";
import { accessSync, closeSync, constants } from "node:fs";
import { constants as os } from "node:os";
import type { Readable } from "node:stream";
import { guarded } from "./guard";
import { sendSignal } from "./ledger";
import { openLog } from "./log-file";
import type { ProcessExit, ProcessSpec } from "./types";
import { makeFolder } from "@/server/platform/files/make-folder";

/** Never from the console's own environment: it holds the database's address and the master key. */
const passedOn = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR"];
const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];
const trust = ["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"];

/** A started child. `pid` is the program's, not the guard's. */
export interface LaunchedProcess {
  pid: Promise<number | undefined>;
  /** The program is gone then, with its ports and files, unless somebody killed the guard alone. */
  exited: Promise<ProcessExit>;
  /** Ends the program at once, and with it whatever it started. */
  kill(): void;
  /** Lets the guard end the child: works before the pid is known. */
  release(): void;
}

/** Throws when the program is not there or not executable. */
export function assertExecutable(command: string): void {
  accessSync(command, constants.X_OK);
}

/** Starts the program of a spec under the guard, its output appended to the log. */
export function launch(spec: ProcessSpec, logFile: string, graceMs: number): LaunchedProcess {
  const guard = guarded(spec.command, spec.args, graceMs);
  if (spec.cwd) makeFolder(spec.cwd, 0o700);
  const child = spawnGuard(guard, spec, openLog(logFile));
  const killGroup = () => {
    if (child.pid !== undefined) sendSignal(-child.pid, "SIGKILL");
  };
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once("error", () => resolve(exitOf(127, null)));
    child.once("exit", (code, signal) => {
      killGroup(); // what the program left, and the program itself when the guard alone was killed
      resolve(exitOf(code, signal));
    });
  });
  // Out of file descriptors there are no pipes, whatever the type says; then the error tells of it.
  const pid = readPid((child.stdio as typeof child.stdio | undefined)?.[3]);
  let program: number | undefined;
  void pid.then((known) => (program = known));
  child.stdin?.on("error", () => {}); // the guard may be gone before we close our end
  return {
    pid,
    exited,
    // Not the guard with it: the guard sees the program's end, we would see only the guard's.
    kill: () => (program === undefined ? killGroup() : sendSignal(program, "SIGKILL")),
    release: () => child.stdin?.destroy(),
  };
}

function spawnGuard(guard: { file: string; args: string[] }, spec: ProcessSpec, logFd: number) {
  try {
    return spawn(guard.file, guard.args, {
      cwd: spec.cwd,
      env: environmentOf(spec),
      ...spec.user,
      // An own session: Ctrl-C in the terminal goes to the console alone, which then stops in order.
      detached: true,
      stdio: ["pipe", logFd, logFd, "pipe"],
    });
  } finally {
    closeSync(logFd);
  }
}

function environmentOf(spec: ProcessSpec): NodeJS.ProcessEnv {
  const env: Record<string, string> = {};
  for (const name of [...passedOn, ...proxies, ...trust]) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return { ...env, ...spec.env, NODE_ENV: process.env.NODE_ENV };
}

async function readPid(stream: unknown): Promise<number | undefined> {
  let text = "";
  try {
    for await (const chunk of stream as Readable) text += String(chunk); // stdio[3] is a pipe, opened above
  } catch {
    return undefined;
  }
  const pid = Number.parseInt(text, 10);
  return Number.isNaN(pid) ? undefined : pid;
}

/** The guard exits with 128 + signal when a signal ended the program. */
function exitOf(code: number | null, signal: NodeJS.Signals | null): ProcessExit {
  const at = new Date().toISOString();
  if (signal !== null || code === null || code <= 128) return { code, signal, at };
  const name = Object.entries(os.signals).find(([, number]) => number === code - 128)?.[0];
  return name ? { code: null, signal: name, at } : { code, signal: null, at };
}
