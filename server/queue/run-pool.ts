import type { Run, WorkQueue } from "./queue";

/** Runs wait for answers most of the time; each that hangs holds one place, until its deadline. */
const places = 50;

/** Runs what is due, many objects at once: a run that ends makes room for the next, whatever the others do. */
export class RunPool {
  private readonly runs = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private free = places;
  private wasFull = false;
  /** Called when there is room for what had to wait. */
  onRoom: () => void = () => {};

  constructor(
    private readonly queue: Pick<WorkQueue, "begin">,
    private readonly run: Run,
  ) {}

  /** Begins what is due while there are places, and waits for none of it; returns how many runs it began. */
  async fill(): Promise<number> {
    let begun = 0;
    while (this.free > 0 && !this.stopping.signal.aborted) {
      const asked = this.free;
      this.free = 0; // a call at the same time asks for no place twice
      const started = await this.begin(asked);
      begun += started;
      if (started < asked) return begun;
    }
    this.wasFull = true;
    return begun;
  }

  /**
   * Runs what is due until nothing is, or the time is over and the runs under way have ended; returns how
   * many runs were made.
   */
  async drain(maxMs: number): Promise<number> {
    const until = Date.now() + maxMs;
    let made = 0;
    while (Date.now() < until) {
      const begun = await this.fill();
      made += begun;
      if (begun > 0) continue;
      if (this.runs.size === 0) return made;
      await Promise.race([...this.runs, pause(until - Date.now())]);
    }
    await Promise.all(this.runs);
    return made;
  }

  /** Begins nothing more, tells the runs to end, and waits until their places in the queue are noted. */
  async stop(): Promise<void> {
    this.stopping.abort(new Error("Lamina is stopping."));
    await Promise.allSettled(this.runs);
  }

  private async begin(asked: number): Promise<number> {
    let started: Promise<void>[] = [];
    try {
      started = await this.queue.begin(this.run, asked, this.stopping.signal);
    } finally {
      this.free += asked - started.length;
    }
    for (const run of started) this.hold(run);
    return started.length;
  }

  private hold(run: Promise<void>): void {
    const held = run.finally(() => {
      this.runs.delete(held);
      this.free += 1;
      if (!this.wasFull) return;
      this.wasFull = false;
      this.onRoom();
    });
    held.catch(() => {}); // the queue has logged it; who drains sees it
    this.runs.add(held);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}
