import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "@/server/domain/errors/app-error";
import { backoffMs } from "@/server/domain/retry/backoff";
import type { Clock } from "@/server/platform/clock/clock";
import type { Log } from "@/server/platform/log/log";
import { assertExecutable, launch, type LaunchedProcess } from "./launch";
import { endProcess, sendSignal, type ProcessLedger } from "./ledger";
import { logFileOf, rotateLog, sizeOf, tailLog } from "./log-file";
import { isAlive, rssBytes } from "./process-table";
import { probe } from "./readiness";
import type { ProcessExit, ProcessSpec, ProcessStatus } from "./types";

/** What all processes of a supervisor share. */
export interface ProcessContext {
  logDir: string;
  ledger: ProcessLedger;
  clock: Clock;
  log: Log;
  changed(status: ProcessStatus): void;
}

const restartPolicy = { firstMs: 500, maxMs: 30_000 };
/** After this long in good health an exit is a new story, not the next chapter of the old one. */
const HEALTHY_AFTER_MS = 60_000;
const PROBE_FIRST_MS = 50;
const PROBE_STARTING_MS = 250;
const PROBE_RUNNING_MS = 5000;

/** Keeps one process of one spec alive until it is stopped; a changed spec is another instance. */
export class ManagedProcess {
  readonly status: ProcessStatus;
  private readonly stopping = new AbortController();
  private readonly graceMs: number;
  private child: LaunchedProcess | undefined;
  private failures = 0;
  private readonly done: Promise<void>;

  constructor(
    private current: ProcessSpec,
    private readonly context: ProcessContext,
  ) {
    const spec = current;
    this.graceMs = spec.stopTimeoutMs ?? 10_000;
    this.status = initialStatus(spec, context.logDir);
    this.done = this.run();
  }

  get spec(): ProcessSpec {
    return this.current;
  }

  /** Takes over a spec that runs the same program the same way, for instance with new probe credentials. */
  adopt(spec: ProcessSpec): void {
    this.current = spec;
  }

  /** Stops the process and waits until it is gone. */
  async stop(kill = false): Promise<void> {
    this.stopping.abort();
    const child = this.child;
    if (child) {
      const { pid } = this.status;
      if (kill) child.kill();
      else if (pid === null) child.release();
      else sendSignal(pid, this.spec.stopSignal ?? "SIGTERM");
      const killer = setTimeout(() => child.kill(), this.graceMs);
      await child.exited;
      clearTimeout(killer);
    }
    await this.done;
  }

  /** Refreshes the memory figure and keeps the log within its limit. Does not throw. */
  async sample(): Promise<void> {
    const { pid, logFile } = this.status;
    const { id } = this.spec;
    try {
      this.status.rssBytes = pid === null ? null : await rssBytes(pid);
      if (rotateLog(logFile)) this.context.log.info({ id }, "Emptied a full log");
    } catch (error) {
      this.context.log.debug({ id, error: messageOf(error) }, "Measuring a process failed");
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        assertExecutable(this.spec.command);
      } catch (error) {
        const message = `${this.spec.command} cannot be started: ${messageOf(error)}`;
        this.update({ state: "failed", ready: false, message });
        return;
      }
      await this.runOnce(signal).catch((error: unknown) => this.attemptFailed(error));
      if (signal.aborted) break;
      const pause = backoffMs(restartPolicy, this.failures, Math.random());
      await sleep(pause, undefined, { signal }).catch(() => {}); // a stop ends the pause
      this.status.restarts += 1;
    }
    this.update({ state: "stopped", ready: false, pid: null, rssBytes: null, message: "Stopped" });
  }

  private async runOnce(stop: AbortSignal): Promise<void> {
    const { spec, context, graceMs } = this;
    const logFrom = sizeOf(this.status.logFile);
    const started = context.clock.now();
    const child = launch(spec, this.status.logFile, graceMs);
    this.child = child;
    // After a failed start its reason stays to be read until the process is ready.
    const message = this.failures === 0 ? "Starting" : this.status.message;
    this.update({ state: "starting", startedAt: started.toISOString(), message });
    const exited = new AbortController();
    const life = AbortSignal.any([stop, exited.signal]);
    const watching = this.watch(child, life).catch((error: unknown) => {
      // Nobody would look at it any more: better another start than a child without supervision.
      context.log.error({ id: spec.id, error: messageOf(error) }, "Watching a process failed");
      child.kill();
    });
    const exit = await child.exited;
    exited.abort();
    child.release();
    const pid = await child.pid;
    // The guard alone was killed: without it nobody would end the child when the console dies.
    if (pid !== undefined && isAlive(pid)) await endProcess(pid, "SIGKILL", 0);
    await watching;
    if (pid !== undefined) context.ledger.remove(pid);
    this.child = undefined;
    this.ended(exit, started, logFrom, stop.aborted);
  }

  /** Something of ours went wrong, for instance a full disk: the next attempt comes after a pause. */
  private async attemptFailed(error: unknown): Promise<void> {
    const { spec, context, child } = this;
    child?.kill();
    await child?.exited;
    this.child = undefined;
    this.failures += 1;
    context.log.warn({ id: spec.id, error: messageOf(error) }, "A process cannot be started");
    const message = `${spec.title} cannot be started: ${messageOf(error)}`;
    this.update({ state: "backing-off", ready: false, pid: null, rssBytes: null, message });
  }

  private async watch(child: LaunchedProcess, life: AbortSignal): Promise<void> {
    const pid = await child.pid;
    if (pid === undefined) return;
    await this.context.ledger.add(this.spec.id, pid);
    this.update({ pid });
    if (life.aborted && this.stopping.signal.aborted) {
      sendSignal(pid, this.spec.stopSignal ?? "SIGTERM"); // stop() came before the pid
    }
    for (let round = 0; !life.aborted; round += 1) {
      const ready = this.spec.readiness ? await probe(this.spec.readiness, life) : true;
      if (life.aborted) return;
      if (ready !== this.status.ready || this.status.state === "starting") this.probed(ready);
      const starting = round < 20 ? PROBE_FIRST_MS : PROBE_STARTING_MS;
      const pause = this.status.ready ? PROBE_RUNNING_MS : starting;
      await sleep(pause, undefined, { signal: life }).catch(() => {}); // an exit ends the pause
    }
  }

  private probed(ready: boolean): void {
    const { state } = this.status;
    if (ready) {
      this.update({ state: "running", ready, message: "Running" });
      void this.sample();
    } else if (state === "running") {
      this.update({ ready, message: "Running, but it does not answer" });
    }
  }

  private ended(exit: ProcessExit, started: Date, logFrom: number, wanted: boolean): void {
    const { spec, context, status } = this;
    const lastedMs = context.clock.now().getTime() - started.getTime();
    this.failures = status.ready && lastedMs > HEALTHY_AFTER_MS ? 1 : this.failures + 1;
    const how = exit.signal ? `was ended by ${exit.signal}` : `exited with code ${exit.code}`;
    const ended = { pid: null, ready: false, rssBytes: null, lastExit: exit };
    if (wanted) {
      this.update({ ...ended, message: "Stopped" });
    } else {
      const tail = tailLog(status.logFile, 3, logFrom).join(" | ");
      context.log.warn({ id: spec.id, exit, failures: this.failures }, "A process ended");
      const message = `${spec.title} ${how}${tail ? `: ${tail.slice(-600)}` : ""}`;
      this.update({ ...ended, state: "backing-off", message });
    }
    spec.onExit?.(exit);
  }

  private update(change: Partial<ProcessStatus>): void {
    Object.assign(this.status, change);
    this.context.changed({ ...this.status });
  }
}

function initialStatus(spec: ProcessSpec, logDir: string): ProcessStatus {
  return {
    id: spec.id,
    group: spec.group,
    title: spec.title,
    command: spec.command,
    pid: null,
    state: "starting",
    ready: false,
    restarts: 0,
    startedAt: null,
    rssBytes: null,
    lastExit: null,
    logFile: logFileOf(logDir, spec.id),
    message: "Starting",
  };
}
