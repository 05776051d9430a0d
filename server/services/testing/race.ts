import { sql } from "drizzle-orm";
import { expect } from "vitest";
import { inSystem, type Db, type Tx } from "@/server/db/client";

/**
 * Lets calls meet in the database: `hold` takes its locks and keeps them until each of the calls, started
 * one after another, has ended or waits for a lock. Returns how the calls ended.
 */
export async function race(
  db: Db,
  hold: (tx: Tx) => Promise<unknown>,
  ...calls: (() => Promise<unknown>)[]
): Promise<PromiseSettledResult<unknown>[]> {
  const begun: Promise<unknown>[] = [];
  await inSystem(db, async (tx) => {
    await hold(tx);
    for (const call of calls) {
      let ended = false;
      const running = call().finally(() => (ended = true));
      running.catch(() => {});
      begun.push(running);
      const before = begun.length;
      await expect
        .poll(async () => ended || (await waiting(db)) >= before, { timeout: 10_000 })
        .toBe(true);
    }
  });
  return Promise.allSettled(begun);
}

async function waiting(db: Db): Promise<number> {
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.count ?? 0;
}
