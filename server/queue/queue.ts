import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss, type Job } from "pg-boss";
import postgres from "postgres";
import { asOwner, type Tx } from "@/server/db/client";
import { messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";

/** Reconcile this object again. */
export interface WorkItem {
  kind: "cluster";
  tenantId: string;
  id: string;
}

/** When to look again after a run; nothing: only when something changes. */
export interface RunResult {
  requeueAfterMs?: number;
}

/** One run. The signal tells it to end: its time is over, or the console stops. */
export type Run = (item: WorkItem, signal: AbortSignal) => Promise<RunResult>;
/** A job as it was fetched: `retryCount` tells this attempt from later ones. */
type Attempt = Pick<Job<WorkItem>, "id" | "retryCount" | "data">;

const queueName = "reconcile";
/** Whoever drains the queue listens here, and polls as the net. */
export const wakeChannel = "lamina_work";
/** A run that takes longer is told to end, */
const runDeadlineMs = 20_000;
/** has this long to write down how far it came, and is then left to itself. */
const lastWordsMs = 3_000;
/** The end of a run that takes longer than that could not be noted; pg-boss then plans the next one. */
const runLimitSeconds = 30;
/** How often such runs are looked for. */
const monitorSeconds = 5;
/** Ended jobs tell nothing that the objects do not tell. */
const keepEndedSeconds = 600;
/** After a run that threw or was lost comes another, after 2 to 4 seconds, then twice that, at most a minute. */
const retries = { retryLimit: 1_000_000, retryDelay: 2, retryBackoff: true, retryDelayMax: 60 };
/** An object whose runs throw all the time keeps its place for as long as pg-boss allows. */
const retentionSeconds = 365 * 86_400;

/**
 * The one queue, on pg-boss. Its policy `stately` lets at most one job per object wait while one runs,
 * so an event during a run leads to exactly one more run.
 */
export class WorkQueue {
  private readonly client: postgres.Sql;
  private readonly boss: PgBoss;

  constructor(
    databaseUrl: string,
    private readonly log: Log,
    private readonly limits = { runDeadlineMs, lastWordsMs },
  ) {
    // pg-boss sends whole transactions as one text, which postgres.js allows on a single connection only.
    this.client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
    this.boss = new PgBoss({
      db: { executeSql: (text, values) => execute(this.client, text, values) },
      schema: "lamina_queue",
      supervise: true,
      monitorIntervalSeconds: monitorSeconds,
      superviseIntervalSeconds: monitorSeconds,
      schedule: false,
    });
    this.boss.on("error", (error) => log.error({ err: error }, "queue error"));
  }

  /**
   * One console works on a database, so a run that is noted as under way belongs to a process that died:
   * its object need not wait until the run's time is over.
   */
  async start(): Promise<void> {
    await this.boss.start();
    const policy = { policy: "stately", deleteAfterSeconds: keepEndedSeconds };
    await this.boss.createQueue(queueName, policy);
    await this.releaseAbandoned();
  }

  async stop(): Promise<void> {
    await this.boss.stop({ graceful: false });
    await this.client.end({ timeout: 5 });
  }

  /** Adds the object within the caller's transaction: no change, no job. */
  async enqueue(tx: Tx, item: WorkItem): Promise<void> {
    await asOwner(tx, async () => {
      await this.sendNow(item, fromDrizzle(tx, sql));
      await tx.execute(sql`select pg_notify(${wakeChannel}, '')`); // delivered at the commit
    });
  }

  /** Adds the object outside a transaction, for watches and resyncs; later by `afterMs`. */
  async enqueueNow(item: WorkItem, afterMs = 0): Promise<void> {
    if (afterMs === 0) {
      await this.sendNow(item);
      await this.client.notify(wakeChannel, "");
      return;
    }
    // When a look is waiting already, the sooner one stays.
    const startAfter = new Date(Date.now() + afterMs);
    await this.boss.send(queueName, item, { ...jobOptions(item), startAfter });
  }

  /**
   * Begins runs of what is due, at most `most`, and does not wait for them: each promise ends when its run
   * did, or was left, and its end is noted. It rejects when that could not be noted.
   */
  async begin(run: Run, most: number, stopping: AbortSignal): Promise<Promise<void>[]> {
    const jobs = await this.boss.fetch<WorkItem>(queueName, { batchSize: most });
    return jobs.map((job) => this.runOne(job, run, stopping));
  }

  /** The end is noted for this attempt only: one that comes too late does not end its successor. */
  private async runOne(job: Attempt, run: Run, stopping: AbortSignal): Promise<void> {
    const attempt = { id: job.id, retryCount: job.retryCount };
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(this.limits.runDeadlineMs)]);
    try {
      const { requeueAfterMs } = await this.orLeft(run(job.data, signal), signal);
      // First the next look, then the end of this one: the object always has a place in the queue.
      if (requeueAfterMs !== undefined) await this.enqueueNow(job.data, requeueAfterMs);
      await this.boss.complete(queueName, attempt);
    } catch (error) {
      if (!stopping.aborted) this.log.error({ err: error, ...job.data }, "reconcile failed");
      await this.boss.fail(queueName, attempt, { message: messageOf(error) });
    }
  }

  /** The run's result; once it was told to end and does not, the reason why it was told. */
  private async orLeft(run: Promise<RunResult>, signal: AbortSignal): Promise<RunResult> {
    let timer: NodeJS.Timeout | undefined;
    const left = new Promise<never>((_resolve, reject) => {
      const told = () => {
        timer = setTimeout(() => reject(signal.reason), this.limits.lastWordsMs);
      };
      if (signal.aborted) told();
      else signal.addEventListener("abort", told, { once: true });
    });
    return Promise.race([run, left]).finally(() => clearTimeout(timer));
  }

  /** An object that already waits for a later look is moved to now; nothing is queued twice. */
  private async sendNow(item: WorkItem, db?: ReturnType<typeof fromDrizzle>): Promise<void> {
    const now = { ...jobOptions(item), startAfter: new Date() };
    await this.boss.upsert(queueName, item, db ? { ...now, db } : now);
  }

  private async releaseAbandoned(): Promise<void> {
    const abandoned = await this.client<{ id: string }[]>`
      select id from lamina_queue.job where name = ${queueName} and state = 'active'`;
    for (const { id } of abandoned) {
      await this.boss.fail(queueName, id, { message: "its process died" });
    }
  }
}

function jobOptions(item: WorkItem) {
  const singletonKey = `${item.kind}/${item.id}`;
  return { singletonKey, expireInSeconds: runLimitSeconds, retentionSeconds, ...retries };
}

/** pg-boss sends several statements as one text and wants the rows of all of them. */
async function execute(client: postgres.Sql, text: string, values: unknown[] = []) {
  const result: readonly unknown[] = await client.unsafe(text, values as never[]);
  return { rows: result.flat() };
}
