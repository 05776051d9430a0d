import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { consoleAnswers } from "./console-client";
import { makeFolder } from "@/server/platform/files/make-folder";

/** A console that was started as a process of its own. */
export interface ConsoleProcess {
  pid: number;
  /** Resolves with the exit code, or null when a signal ended it. */
  ended: Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
  /** Asks it to stop and waits; one that does not stop in time is killed. */
  stop(graceMs?: number): Promise<number | null>;
  /** As a power cut would end it. */
  kill(): Promise<void>;
}

/** How a console is started. */
export interface ConsoleStart {
  /** Program arguments for Node, e.g. `["bin/lamina.mjs", "start"]`. */
  argv: string[];
  env: Record<string, string | undefined>;
  /** Its output is appended here. */
  logFile: string;
}

const stopMs = 40_000;

/** Starts it in a group of its own, so that Ctrl-C in the terminal reaches us alone. */
export function launchConsole({ argv, env, logFile }: ConsoleStart): ConsoleProcess {
  makeFolder(dirname(logFile));
  const log = openSync(logFile, "a", 0o600);
  const child = spawn(process.execPath, argv, {
    env: { ...process.env, ...env },
    detached: true,
    // The channel closes with us, however we end: then it stops as well.
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  if (child.pid === undefined) throw new Error(`Cannot start ${process.execPath}`);
  const ended = endOf(child);
  return {
    pid: child.pid,
    ended,
    signal: (signal) => void child.kill(signal),
    async stop(graceMs = stopMs) {
      child.kill("SIGTERM");
      const timer = setTimeout(() => killGroup(child), graceMs);
      return ended.finally(() => clearTimeout(timer));
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** With what it started in its turn: a console that hangs hears nothing of its launcher's end. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // it ended meanwhile
  }
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(127));
    child.once("exit", (code) => resolve(code));
  });
}

/** Waits until the console answers; throws with the end of its log when it ended or took too long. */
export async function untilConsoleAnswers(
  console: ConsoleProcess,
  options: { url: string; logFile: string; timeoutMs: number; signal?: AbortSignal },
): Promise<void> {
  const until = Date.now() + options.timeoutMs;
  let ended = false;
  void console.ended.then(() => (ended = true));
  while (!(await consoleAnswers(options.url))) {
    if (ended || Date.now() > until) {
      const what = ended ? "did not start" : "does not answer in time";
      throw new Error(`The console ${what} (${options.logFile}):\n${lastLines(options.logFile)}`);
    }
    await sleep(200, undefined, { signal: options.signal });
  }
}

/** The end of a log, for people. */
export function lastLines(file: string, count = 5): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
}
