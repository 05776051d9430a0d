import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inTenant } from "@/server/db/client";
import { createTestDatabase } from "@/server/db/testing/test-database";
import { newId } from "@/server/domain/ids/ids";
import { createLog } from "@/server/platform/log/log";
import { WorkQueue, type WorkItem } from "./queue";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let queue: WorkQueue;
const log = createLog("silent");
const item = (): WorkItem => ({ kind: "cluster", tenantId: newId("tenant"), id: newId("cluster") });
const runs: WorkItem[] = [];
const note = async (i: WorkItem) => {
  runs.push(i);
  return {};
};

beforeAll(async () => {
  database = await createTestDatabase();
  queue = new WorkQueue(database.url, log);
  await queue.start();
});
afterAll(async () => {
  await queue.stop();
  await database.close();
});
beforeEach(() => void (runs.length = 0));

test("an object enqueued twice before a run is run once", async () => {
  const a = item();
  await queue.enqueueNow(a);
  await queue.enqueueNow(a);
  await queue.drain(note, 2_000);
  expect(runs).toEqual([a]);
});

test("an event during a run leads to exactly one more run", async () => {
  const a = item();
  let first = true;
  await queue.enqueueNow(a);
  await queue.drain(async (i) => {
    if (first) {
      first = false;
      await queue.enqueueNow(a);
      await queue.enqueueNow(a);
    }
    return note(i);
  }, 2_000);
  expect(runs).toEqual([a, a]);
});

test("a look planned for later is brought forward by an event", async () => {
  const a = item();
  await queue.enqueueNow(a, 3_600_000);
  expect(await queue.drain(note, 500)).toBe(0);
  await queue.enqueueNow(a);
  expect(await queue.drain(note, 2_000)).toBe(1);
  expect(await queue.drain(note, 500)).toBe(0);
});

test("work is enqueued in the transaction of the change: rolled back with it, as the tenant's role", async () => {
  const a = item();
  const failing = inTenant(database.db, a.tenantId, async (tx) => {
    await queue.enqueue(tx, a);
    throw new Error("undo");
  });
  await expect(failing).rejects.toThrow("undo");
  expect(await queue.drain(note, 500)).toBe(0);
  await inTenant(database.db, a.tenantId, async (tx) => {
    await queue.enqueue(tx, a);
    const [row] = await tx.execute<{ role: string }>(sql`select current_user::text as role`);
    expect(row?.role).toBe("lamina_app");
  });
  expect(await queue.drain(note, 2_000)).toBe(1);
});

test("a run that throws is tried again later, and other objects go on", async () => {
  const [bad, good] = [item(), item()];
  await queue.enqueueNow(bad);
  await queue.enqueueNow(good);
  await queue.drain(async (i) => {
    if (i.id === bad.id) throw new Error("boom");
    return note(i);
  }, 2_000);
  expect(runs).toEqual([good]);
  expect(await jobsOf(bad.id, "retry")).toBe(1);
  await queue.enqueueNow(bad); // an event does not wait for the end of the pause
  expect(await queue.drain(note, 2_000)).toBe(1);
});

test("an object keeps its place when the database goes away in the middle of its run", async () => {
  const a = item();
  await queue.enqueueNow(a);
  const cut = new WorkQueue(database.url, log);
  await cut.start();
  // From here on it can write nothing: neither the end of the run nor a next look.
  const lost = cut.drain(async () => {
    await cut.stop();
    return { requeueAfterMs: 1_000 };
  }, 2_000);
  await expect(lost).rejects.toThrow();
  expect(await jobsOf(a.id, "active")).toBe(1);
  await database.db.execute(
    sql`update lamina_queue.job set started_on = now() - interval '1 hour' where state = 'active'`,
  );
  // The run's time is over: pg-boss notices, and after its pause the object is looked at again.
  await expect.poll(() => queue.drain(note, 500), { timeout: 20_000 }).toBe(1);
  expect(runs).toEqual([a]);
});

test("a run whose process died does not keep its object waiting after the next start", async () => {
  const a = item();
  await queue.enqueueNow(a);
  const dying = new WorkQueue(database.url, log);
  await dying.start();
  // The run never ends, as when its process is killed in the middle.
  void dying.drain(() => new Promise(() => {}), 200);
  await expect.poll(() => jobsOf(a.id, "active")).toBe(1);
  await queue.enqueueNow(a);
  expect(await queue.drain(note, 300)).toBe(0);
  const next = new WorkQueue(database.url, log);
  await next.start();
  expect(await next.drain(note, 2_000)).toBe(1);
  await Promise.all([dying.stop(), next.stop()]);
});

async function jobsOf(id: string, state: "active" | "retry"): Promise<number> {
  const [row] = await database.db.execute<{ count: number }>(
    sql`select count(*)::int as count from lamina_queue.job where state = ${state} and singleton_key = ${`cluster/${id}`}`,
  );
  return row?.count ?? 0;
}
