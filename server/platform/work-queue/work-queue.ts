import { messageOf } from "@/server/domain/errors/app-error";
import { backoffMs, type BackoffPolicy } from "@/server/domain/retry/backoff";
import type { Log } from "@/server/platform/log/log";

/** When to look again; nothing means "when something changes". */
export interface ReconcileResult {
  requeueAfterMs?: number;
}

/** Looks at one object, acts, says when to look again. A throw means "again, after a growing pause". */
export type Reconcile = (key: string, signal: AbortSignal) => Promise<ReconcileResult>;

/** Runs a reconciler by key: one run of a key at a time, many keys at once, no key twice in the queue. */
export interface WorkQueue {
  /** Asks for a look, now or later. During a run it leads to one more run. */
  add(key: string, afterMs?: number): void;
  /** Starts nothing more, tells the runs to end, waits for them. */
  stop(): Promise<void>;
}

export interface WorkQueueOptions {
  name: string;
  concurrency: number;
  reconcile: Reconcile;
  log: Log;
  retry?: BackoffPolicy;
  random?: () => number;
}

interface Entry {
  timer: NodeJS.Timeout | undefined;
  dueAt: number;
  running: boolean;
  again: boolean;
  failures: number;
}

const defaultRetry: BackoffPolicy = { firstMs: 500, maxMs: 60_000 };

/** Makes a queue in this process; what must survive it belongs into the database. */
export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  return new InProcessQueue(options);
}

class InProcessQueue implements WorkQueue {
  private readonly entries = new Map<string, Entry>();
  private readonly waiting: string[] = [];
  private readonly runs = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: WorkQueueOptions) {}

  add(key: string, afterMs = 0): void {
    if (this.stopping.signal.aborted) return;
    const entry = this.entryOf(key);
    if (entry.running && afterMs === 0) entry.again = true;
    else if (!this.waiting.includes(key)) this.schedule(key, entry, afterMs);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const entry of this.entries.values()) clearTimeout(entry.timer);
    await Promise.all(this.runs);
  }

  private entryOf(key: string): Entry {
    const found = this.entries.get(key);
    if (found) return found;
    const entry = { timer: undefined, dueAt: 0, running: false, again: false, failures: 0 };
    this.entries.set(key, entry);
    return entry;
  }

  private schedule(key: string, entry: Entry, afterMs: number): void {
    const dueAt = Date.now() + afterMs;
    if (entry.timer && entry.dueAt <= dueAt) return;
    clearTimeout(entry.timer);
    entry.dueAt = dueAt;
    entry.timer = setTimeout(() => {
      entry.timer = undefined;
      if (entry.running) entry.again = true;
      else this.waiting.push(key);
      this.pump();
    }, afterMs);
  }

  private pump(): void {
    while (this.runs.size < this.options.concurrency && !this.stopping.signal.aborted) {
      const key = this.waiting.shift();
      if (key === undefined) return;
      const run = this.runOnce(key, this.entryOf(key)).finally(() => {
        this.runs.delete(run);
        this.pump();
      });
      this.runs.add(run);
    }
  }

  private async runOnce(key: string, entry: Entry): Promise<void> {
    entry.running = true;
    let afterMs: number | undefined;
    try {
      const result = await this.options.reconcile(key, this.stopping.signal);
      entry.failures = 0;
      afterMs = result.requeueAfterMs;
    } catch (error) {
      entry.failures += 1;
      const { name, log, random, retry } = this.options;
      afterMs = backoffMs(retry ?? defaultRetry, entry.failures, (random ?? Math.random)());
      const facts = { queue: name, key, failures: entry.failures, reason: messageOf(error) };
      if (!this.stopping.signal.aborted) log.warn({ ...facts, err: error }, "Reconciling failed");
    }
    entry.running = false;
    if (this.stopping.signal.aborted) return;
    if (entry.again) {
      entry.again = false;
      // A change during a failing run must not turn the growing pause into a busy loop.
      this.schedule(key, entry, entry.failures > 0 ? (afterMs ?? 0) : 0);
    } else if (afterMs !== undefined) {
      this.schedule(key, entry, afterMs);
    } else if (!entry.timer) {
      this.entries.delete(key);
    }
  }
}
