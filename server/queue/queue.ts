import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
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

export interface WorkQueue {
  /**
   * `exclusive`: no other process uses this database, so a run that is noted as under way belongs to a
   * process that died, and its object need not wait until the run's time is over.
   */
  start(options: { exclusive: boolean }): Promise<void>;
  stop(): Promise<void>;
  /** Adds the object within the caller's transaction: no change, no job. */
  enqueue(tx: Tx, item: WorkItem): Promise<void>;
  /** Adds the object outside a transaction, for watches and resyncs; later by `afterMs`. */
  enqueueNow(item: WorkItem, afterMs?: number): Promise<void>;
  /** Runs what is due until nothing is or the time is over; returns how many runs were made. */
  drain(run: (item: WorkItem) => Promise<RunResult>, maxMs: number): Promise<number>;
}

const queueName = "reconcile";
/** Whoever drains the queue listens here, and polls as the net. */
export const wakeChannel = "lamina_work";
/** A run that takes longer has hung or its process died; the object is then looked at anew. */
const runLimitSeconds = 30;
/** How often such runs are looked for. */
const monitorSeconds = 5;
/** Ended jobs tell nothing that the objects do not tell. */
const keepEndedSeconds = 600;

/**
 * The one queue, on pg-boss. `stately`: at most one job per object waits while one runs, so an event
 * during a run leads to exactly one more run.
 */
export function createQueue(databaseUrl: string, log: Log): WorkQueue {
  // pg-boss sends whole transactions as one text, which postgres.js allows on a single connection only.
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const boss = new PgBoss({
    db: { executeSql: (text, values) => execute(client, text, values) },
    schema: "lamina_queue",
    supervise: true,
    monitorIntervalSeconds: monitorSeconds,
    superviseIntervalSeconds: monitorSeconds,
    schedule: false,
  });
  boss.on("error", (error) => log.error({ err: error }, "queue error"));

  const options = (item: WorkItem) => ({
    singletonKey: `${item.kind}/${item.id}`,
    expireInSeconds: runLimitSeconds,
    retryLimit: 0,
  });

  /** An object that already waits for a later look is moved to now; nothing is queued twice. */
  const sendNow = (item: WorkItem, db?: ReturnType<typeof fromDrizzle>) =>
    boss.upsert(queueName, item, {
      ...options(item),
      startAfter: new Date(),
      ...(db ? { db } : {}),
    });

  async function runOne(
    job: { id: string; data: WorkItem },
    run: (item: WorkItem) => Promise<RunResult>,
  ): Promise<void> {
    try {
      const { requeueAfterMs } = await run(job.data);
      await boss.complete(queueName, job.id);
      if (requeueAfterMs !== undefined) await enqueueNow(job.data, requeueAfterMs);
    } catch (error) {
      log.error({ err: error, ...job.data }, "reconcile failed");
      await boss.fail(queueName, job.id, { message: messageOf(error) });
      await enqueueNow(job.data, failurePauseMs);
    }
  }

  async function enqueueNow(item: WorkItem, afterMs = 0): Promise<void> {
    if (afterMs === 0) {
      await sendNow(item);
      await client.notify(wakeChannel, "");
      return;
    }
    // When a look is waiting already, the sooner one stays.
    await boss.send(queueName, item, {
      ...options(item),
      startAfter: new Date(Date.now() + afterMs),
    });
  }

  return {
    async start({ exclusive }) {
      await boss.start();
      const policy = { policy: "stately", deleteAfterSeconds: keepEndedSeconds };
      await boss.createQueue(queueName, policy);
      if (exclusive) await release(boss, client);
    },
    async stop() {
      await boss.stop({ graceful: false });
      await client.end({ timeout: 5 });
    },
    enqueue: (tx, item) =>
      asOwner(tx, async () => {
        await sendNow(item, fromDrizzle(tx, sql));
        await tx.execute(sql`select pg_notify(${wakeChannel}, '')`); // delivered at the commit
      }),
    enqueueNow,
    async drain(run, maxMs) {
      const until = Date.now() + maxMs;
      let runs = 0;
      while (Date.now() < until) {
        const jobs = await boss.fetch<WorkItem>(queueName, { batchSize: 4 });
        if (jobs.length === 0) return runs;
        await Promise.all(jobs.map((job) => runOne(job, run)));
        runs += jobs.length;
      }
      return runs;
    },
  };
}

/** Between a run that threw and the next; steps with known failures choose their own pause. */
const failurePauseMs = 3_000;

async function release(boss: PgBoss, client: postgres.Sql): Promise<void> {
  const abandoned = await client<{ id: string }[]>`
    select id from lamina_queue.job where name = ${queueName} and state = 'active'`;
  for (const { id } of abandoned) await boss.fail(queueName, id, { message: "its process died" });
}

/** pg-boss sends several statements as one text and wants the rows of all of them. */
async function execute(client: postgres.Sql, text: string, values: unknown[] = []) {
  const result: readonly unknown[] = await client.unsafe(text, values as never[]);
  return { rows: result.flat() };
}
