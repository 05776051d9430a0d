import { spawn } from "node:child_process";
import { guarded } from "./guard";

/** How a program ended and what it wrote. Output may hold secrets: redact before showing it. */
export interface RunResult {
  code: number;
  stdout: string;
  stderr: string;
  timedOut: boolean;
  /** More was written than is kept: `stdout` or `stderr` is only its beginning. */
  truncated: boolean;
}

/** One run of a program. */
export interface RunOptions {
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  timeoutMs: number;
  /** Asks the program to end; Helm then marks its release as failed. */
  signal?: AbortSignal;
}

const maxOutputBytes = 8 * 1024 * 1024;
const graceMs = 5000;
const abortGraceMs = 10_000;

/** Runs a program to its end. It stops when this process dies, and when its time is over. */
export function run(options: RunOptions): Promise<RunResult> {
  const guard = guarded(options.command, options.args, graceMs);
  const child = spawn(guard.file, guard.args, {
    env: { ...options.env, NODE_ENV: process.env.NODE_ENV },
    detached: true,
    // The guard watches stdin and tells the pid on descriptor 3, which nobody needs here.
    stdio: ["pipe", "pipe", "pipe", "ignore"],
  });
  child.stdin?.on("error", () => undefined);
  // A closed stdin makes the guard end the program, first gently, then by force.
  const end = () => child.stdin?.destroy();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, options.timeoutMs);
  // What is nearly done may finish: an interrupted Helm costs a recovery.
  let abortTimer: NodeJS.Timeout | undefined;
  const abort = () => {
    abortTimer ??= setTimeout(end, abortGraceMs);
  };
  options.signal?.addEventListener("abort", abort, { once: true });
  if (options.signal?.aborted === true) abort();
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      clearTimeout(abortTimer);
      options.signal?.removeEventListener("abort", abort);
      end();
      const truncated = stdout.truncated() || stderr.truncated();
      resolve({
        code: code ?? 137,
        stdout: stdout.text(),
        stderr: stderr.text(),
        timedOut,
        truncated,
      });
    });
  });
}

/** Keeps the first part of a stream and drops the rest. */
function collect(stream: NodeJS.ReadableStream | null) {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on("data", (chunk: Buffer) => {
    if (size < maxOutputBytes) chunks.push(chunk);
    size += chunk.length;
  });
  return {
    text: () => Buffer.concat(chunks).toString("utf8"),
    truncated: () => size > maxOutputBytes,
  };
}
