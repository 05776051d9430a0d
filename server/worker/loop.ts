import type postgres from "postgres";
import { messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";
import { wakeChannel } from "@/server/queue/queue";
import type { RunPool } from "@/server/queue/run-pool";

/** The net under the notifications. */
const pollMs = 1_000;

/** The self-hosted caller of the worker: begins what is due when woken, and at least every second. */
export class WorkerLoop {
  private stopping = false;
  private wake: () => void = () => {};
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: RunPool,
    private readonly log: Log,
  ) {}

  async start(sql: postgres.Sql): Promise<void> {
    this.pool.onRoom = () => this.wake();
    await sql.listen(wakeChannel, () => this.wake());
    this.running = this.run();
  }

  /** Ends the runs that are under way; one that does not listen is left after seconds. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.pool.stop();
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
        await this.pool.fill();
      } catch (error) {
        this.log.error({ err: error }, `looking for work failed: ${messageOf(error)}`);
      }
      await woken;
    }
  }
}
