import type postgres from "postgres";
import { messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";
import { wakeChannel } from "@/server/queue/queue";

/** The net under the notifications. */
const pollMs = 1_000;
/** One drain is bounded, so that a stop is never waited for longer. */
const drainMs = 10_000;

/** The self-hosted caller of the worker: drains the queue when woken, and at least every second. */
export class WorkerLoop {
  private stopping = false;
  private wake: () => void = () => {};
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly drain: (maxMs: number) => Promise<number>,
    private readonly log: Log,
  ) {}

  async start(sql: postgres.Sql): Promise<void> {
    await sql.listen(wakeChannel, () => this.wake());
    this.running = this.run();
  }

  /** Ends after the drain that is under way. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const woken = new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      try {
        await this.drain(drainMs);
      } catch (error) {
        this.log.error({ err: error }, `draining failed: ${messageOf(error)}`);
      }
      await woken;
    }
  }
}
