import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inTenant } from "@/server/db/client";
import { createTestDatabase } from "@/server/db/testing/test-database";
import { newId } from "@/server/domain/ids/ids";
import { createLog } from "@/server/platform/log/log";
import { WorkQueue, type Run, type WorkItem } from "./queue";
import { RunPool } from "./run-pool";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let queue: WorkQueue;
const log = createLog("silent");
const item = (): WorkItem => ({ kind: "cluster", tenantId: newId("tenant"), id: newId("cluster") });
const runs: WorkItem[] = [];
const note = async (i: WorkItem) => {
  runs.push(i);
  return {};
};
const drain = (from: WorkQueue, run: Run, maxMs: number) => new RunPool(from, run).drain(maxMs);

beforeAll(async () => {
  database = await createTestDatabase();
  queue = new WorkQueue(database.url, log);
  await queue.start();
});
afterAll(async () => {
  await queue.stop();
  await database.close();
});
beforeEach(async () => {
  runs.length = 0;
  await database.db.execute(sql`delete from lamina_queue.job`);
});

test("an object enqueued twice before a run is run once", async () => {
  const a = item();
  await queue.enqueueNow(a);
  await queue.enqueueNow(a);
  await drain(queue, note, 2_000);
  expect(runs).toEqual([a]);
});

test("an event during a run leads to exactly one more run", async () => {
  const a = item();
  let first = true;
  await queue.enqueueNow(a);
  await drain(
    queue,
    async (i) => {
      if (first) {
        first = false;
        await queue.enqueueNow(a);
        await queue.enqueueNow(a);
      }
      return note(i);
    },
    2_000,
  );
  expect(runs).toEqual([a, a]);
});

test("a look planned for later is brought forward by an event", async () => {
  const a = item();
  await queue.enqueueNow(a, 3_600_000);
  expect(await drain(queue, note, 500)).toBe(0);
  await queue.enqueueNow(a);
  expect(await drain(queue, note, 2_000)).toBe(1);
  expect(await drain(queue, note, 500)).toBe(0);
});

test("work is enqueued in the transaction of the change: rolled back with it, as the tenant's role", async () => {
  const a = item();
  const failing = inTenant(database.db, a.tenantId, async (tx) => {
    await queue.enqueue(tx, a);
    throw new Error("undo");
  });
  await expect(failing).rejects.toThrow("undo");
  expect(await drain(queue, note, 500)).toBe(0);
  await inTenant(database.db, a.tenantId, async (tx) => {
    await queue.enqueue(tx, a);
    const [row] = await tx.execute<{ role: string }>(sql`select current_user::text as role`);
    expect(row?.role).toBe("lamina_app");
  });
  expect(await drain(queue, note, 2_000)).toBe(1);
});

test("a run that throws is tried again later, and other objects go on", async () => {
  const [bad, good] = [item(), item()];
  await queue.enqueueNow(bad);
  await queue.enqueueNow(good);
  await drain(
    queue,
    async (i) => {
      if (i.id === bad.id) throw new Error("boom");
      return note(i);
    },
    2_000,
  );
  expect(runs).toEqual([good]);
  expect(await jobsOf(bad.id, "retry")).toBe(1);
  await queue.enqueueNow(bad); // an event does not wait for the end of the pause
  expect(await drain(queue, note, 2_000)).toBe(1);
});

test("an object keeps its place when the database goes away in the middle of its run", async () => {
  const a = item();
  await queue.enqueueNow(a);
  const cut = new WorkQueue(database.url, log);
  await cut.start();
  // From here on it can write nothing: neither the end of the run nor a next look.
  const lost = drain(
    cut,
    async () => {
      await cut.stop();
      return { requeueAfterMs: 1_000 };
    },
    2_000,
  );
  await expect(lost).rejects.toThrow();
  expect(await jobsOf(a.id, "active")).toBe(1);
  await database.db.execute(
    sql`update lamina_queue.job set started_on = now() - interval '1 hour' where state = 'active'`,
  );
  // The run's time is over: pg-boss notices, and after its pause the object is looked at again.
  await expect.poll(() => drain(queue, note, 500), { timeout: 20_000 }).toBe(1);
  expect(runs).toEqual([a]);
});

test("a run whose process died does not keep its object waiting after the next start", async () => {
  const a = item();
  await queue.enqueueNow(a);
  const dying = new WorkQueue(database.url, log);
  await dying.start();
  // The run never ends, as when its process is killed in the middle.
  void drain(dying, () => new Promise(() => {}), 200).catch(() => {});
  await expect.poll(() => jobsOf(a.id, "active")).toBe(1);
  await queue.enqueueNow(a);
  expect(await drain(queue, note, 300)).toBe(0);
  const next = new WorkQueue(database.url, log);
  await next.start();
  expect(await drain(next, note, 2_000)).toBe(1);
  await Promise.all([dying.stop(), next.stop()]);
});

test("twenty objects whose runs hang do not delay a healthy one, and end with the console", async () => {
  const hanging = Array.from({ length: 20 }, item);
  const healthy = item();
  const begun: string[] = [];
  const pool = new RunPool(queue, async (i) => {
    if (i.id === healthy.id) return note(i);
    begun.push(i.id);
    return new Promise(() => {});
  });
  for (const one of hanging) await queue.enqueueNow(one);
  await pool.fill();
  expect(begun).toHaveLength(20);
  await queue.enqueueNow(healthy);
  await pool.fill();
  await expect.poll(() => runs).toEqual([healthy]);
  await pool.stop();
  for (const { id } of hanging) expect(await jobsOf(id, "retry")).toBe(1);
});

test("what waits for a place is begun when a run ends", async () => {
  const many = Array.from({ length: 51 }, item);
  for (const one of many) await queue.enqueueNow(one);
  const ends: (() => void)[] = [];
  const pool = new RunPool(queue, (i) => {
    runs.push(i);
    return new Promise((resolve) => ends.push(() => resolve({})));
  });
  await pool.fill();
  expect(runs).toHaveLength(50);
  const refilled = new Promise<void>((resolve) => {
    pool.onRoom = () => void pool.fill().then(() => resolve());
  });
  ends[0]?.();
  await refilled;
  expect(runs).toHaveLength(51);
  ends.forEach((end) => end());
  await pool.drain(2_000);
});

test("a run that takes too long is told to end and left; its object is tried again", async () => {
  const hasty = new WorkQueue(database.url, log, { runDeadlineMs: 50, lastWordsMs: 50 });
  await hasty.start();
  const [slow, deaf] = [item(), item()];
  await hasty.enqueueNow(slow);
  await hasty.enqueueNow(deaf);
  const told: string[] = [];
  const made = await drain(
    hasty,
    (i, signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          told.push(i.id);
          if (i.id === slow.id) resolve({}); // it wrote down how far it came
        });
      }),
    1_000,
  );
  expect(made).toBe(2);
  expect(told.sort()).toEqual([slow.id, deaf.id].sort());
  expect(await jobsOf(slow.id, "retry")).toBe(0);
  expect(await jobsOf(deaf.id, "retry")).toBe(1);
  await hasty.stop();
});

test("a run that ends after its retry began does not end that", async () => {
  const a = item();
  await queue.enqueueNow(a);
  const ends: (() => void)[] = [];
  const run: Run = () => new Promise((resolve) => ends.push(() => resolve({})));
  const never = new AbortController().signal;
  const [late] = await queue.begin(run, 1, never);
  // What pg-boss does with a run whose time is over.
  await database.db.execute(
    sql`update lamina_queue.job set state = 'retry', start_after = now() where state = 'active'`,
  );
  const [next] = await queue.begin(run, 1, never);
  expect(ends).toHaveLength(2);
  ends[0]?.();
  await late;
  expect(await jobsOf(a.id, "active")).toBe(1);
  ends[1]?.();
  await next;
  expect(await jobsOf(a.id, "active")).toBe(0);
});

async function jobsOf(id: string, state: "active" | "retry"): Promise<number> {
  const [row] = await database.db.execute<{ count: number }>(
    sql`select count(*)::int as count from lamina_queue.job where state = ${state} and singleton_key = ${`cluster/${id}`}`,
  );
  return row?.count ?? 0;
}
