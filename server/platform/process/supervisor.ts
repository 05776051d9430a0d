import { rm } from "node:fs/promises";
import path from "node:path";
import { messageOf } from "@/server/domain/errors/app-error";
import { systemClock, type Clock } from "@/server/platform/clock/clock";
import type { Log } from "@/server/platform/log/log";
import { ProcessLedger } from "./ledger";
import { logFileOf, tailLog } from "./log-file";
import { ManagedProcess, type ProcessContext } from "./managed-process";
import type { ProcessSpec, ProcessStatus } from "./types";

/** Keeps the console's child processes alive. */
export interface Supervisor {
  /**
   * Starts it; the same spec again changes nothing, a changed one restarts it, a failed one is tried again.
   * Another readiness alone is taken over without a restart.
   */
  ensure(spec: ProcessSpec): Promise<ProcessStatus>;
  /**
   * Stops it, waits until it is gone and forgets it. Unknown ids are fine.
   * `kill` gives it no time to say goodbye: for when its data is thrown away as well.
   */
  stop(id: string, options?: { kill?: boolean }): Promise<void>;
  /** Stops every process of a group at once. */
  stopGroup(group: string): Promise<void>;
  /** Stops everything, for good: nothing can be started afterwards. */
  stopAll(): Promise<void>;
  get(id: string): ProcessStatus | undefined;
  list(): ProcessStatus[];
  /** Tells of every change of state; the answer ends it. */
  subscribe(listener: (status: ProcessStatus) => void): () => void;
  /** The last lines of its log, also of one that is stopped. */
  tailLog(id: string, lines: number): string[];
  /** Removes the logs of all processes whose ids begin with this folder; they must be stopped. */
  removeLogs(folder: string): Promise<void>;
}

/** What a supervisor needs. `ledgerFile` is `<data>/processes.json`. */
export interface SupervisorOptions {
  logDir: string;
  ledgerFile: string;
  log: Log;
  clock?: Clock;
  onChange?: (status: ProcessStatus) => void;
}

const SAMPLE_MS = 5000;

/** Makes a supervisor; ends what an earlier console left behind before it starts anything. */
export async function createSupervisor(options: SupervisorOptions): Promise<Supervisor> {
  const ledger = new ProcessLedger(options.ledgerFile);
  await ledger.takeOver(options.log);
  const listeners = new Set<(status: ProcessStatus) => void>();
  if (options.onChange) listeners.add(options.onChange);
  const context: ProcessContext = {
    logDir: options.logDir,
    ledger,
    clock: options.clock ?? systemClock,
    log: options.log,
    changed: (status) => {
      for (const listener of listeners) tell(listener, status, options.log);
    },
  };
  return new ProcessSupervisor(context, listeners);
}

/** A listener that fails must not end the supervision of the process it is told about. */
function tell(listener: (status: ProcessStatus) => void, status: ProcessStatus, log: Log): void {
  try {
    listener(status);
  } catch (error) {
    log.error({ id: status.id, error: messageOf(error) }, "A listener to processes failed");
  }
}

class ProcessSupervisor implements Supervisor {
  private readonly processes = new Map<string, ManagedProcess>();
  /** One change of a process at a time. */
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly sampler: NodeJS.Timeout;
  private closed = false;

  constructor(
    private readonly context: ProcessContext,
    private readonly listeners: Set<(status: ProcessStatus) => void>,
  ) {
    this.sampler = setInterval(() => this.sampleAll(), SAMPLE_MS);
    this.sampler.unref();
  }

  ensure(spec: ProcessSpec): Promise<ProcessStatus> {
    return this.inOrder(spec.id, async () => {
      const running = this.processes.get(spec.id);
      if (this.closed) throw new Error(`The supervisor is stopped: ${spec.id} is not started.`);
      const again = running?.status.state === "failed";
      if (running && !again && fingerprint(running.spec) === fingerprint(spec)) {
        running.adopt(spec);
        return { ...running.status };
      }
      await running?.stop();
      const started = new ManagedProcess(spec, this.context);
      this.processes.set(spec.id, started);
      return { ...started.status };
    });
  }

  stop(id: string, options: { kill?: boolean } = {}): Promise<void> {
    return this.inOrder(id, async () => {
      await this.processes.get(id)?.stop(options.kill === true);
      this.processes.delete(id);
    });
  }

  async stopGroup(group: string): Promise<void> {
    await this.stopInWaves((spec) => spec.group === group);
  }

  async stopAll(): Promise<void> {
    this.closed = true;
    clearInterval(this.sampler);
    // What is being started right now is stopped as well: its change comes first in its queue.
    await Promise.all(this.queues.values()).catch(() => {});
    await this.stopInWaves(() => true);
  }

  subscribe(listener: (status: ProcessStatus) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  get(id: string): ProcessStatus | undefined {
    const found = this.processes.get(id);
    return found && { ...found.status };
  }

  list(): ProcessStatus[] {
    return [...this.processes.values()].map((process) => ({ ...process.status }));
  }

  tailLog(id: string, lines: number): string[] {
    return tailLog(logFileOf(this.context.logDir, id), lines);
  }

  async removeLogs(folder: string): Promise<void> {
    await rm(path.join(this.context.logDir, folder), { recursive: true, force: true });
  }

  private async stopInWaves(which: (spec: ProcessSpec) => boolean): Promise<void> {
    const specs = [...this.processes.values()].map((process) => process.spec).filter(which);
    const orders = [...new Set(specs.map((spec) => spec.stopOrder ?? 0))].sort((a, b) => a - b);
    for (const order of orders) {
      const wave = specs.filter((spec) => (spec.stopOrder ?? 0) === order);
      await Promise.all(wave.map((spec) => this.stop(spec.id)));
    }
  }

  private sampleAll(): void {
    for (const process of this.processes.values()) void process.sample();
  }

  private async inOrder<T>(id: string, act: () => Promise<T>): Promise<T> {
    const before = this.queues.get(id) ?? Promise.resolve();
    const mine = before.then(act, act);
    this.queues.set(id, mine);
    try {
      return await mine;
    } finally {
      if (this.queues.get(id) === mine) this.queues.delete(id);
    }
  }
}

/** Two specs of one fingerprint run the same program the same way. */
function fingerprint(spec: ProcessSpec): string {
  const { command, args, cwd, inputs, stopSignal, stopTimeoutMs } = spec;
  const env = Object.entries(spec.env ?? {}).sort(([a], [b]) => a.localeCompare(b));
  return JSON.stringify([command, args, env, cwd, inputs, stopSignal, stopTimeoutMs]);
}
