import { sql } from "drizzle-orm";
import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { withoutParameters } from "./database-error";
import * as schema from "./schema";

export type Db = PostgresJsDatabase<typeof schema>;
export type Tx = Parameters<Parameters<Db["transaction"]>[0]>[0];

/** A pool of connections; `close` ends it. `sql` is the bare client, for LISTEN. */
export interface Database {
  db: Db;
  sql: postgres.Sql;
  close(): Promise<void>;
}

/** Connects lazily: a wrong address shows at the first query. `max` bounds the connections. */
export function openDatabase(url: string, max = 10): Database {
  const client = postgres(url, { max, connect_timeout: 10, idle_timeout: 60, onnotice: () => {} });
  return {
    db: drizzle(client, { schema }),
    sql: client,
    close: () => client.end({ timeout: 5 }),
  };
}

/**
 * Runs as the tenant: row-level security shows and accepts its rows only, whatever the query says.
 */
export function inTenant<T>(db: Db, tenantId: string, run: (tx: Tx) => Promise<T>): Promise<T> {
  return inSystem(db, async (tx) => {
    await tx.execute(
      sql`select set_config('lamina.tenant_id', ${tenantId}, true), set_config('role', 'lamina_app', true)`,
    );
    return run(tx);
  });
}

/**
 * Runs as the owner, across tenants: for sign-in, the agents' tokens and start-up only.
 * What the database refuses is thrown without the statement's parameters.
 */
export async function inSystem<T>(db: Db, run: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await db.transaction(run);
  } catch (error) {
    throw withoutParameters(error);
  }
}

/** Leaves the tenant's role for a few statements of the same transaction (the job queue's tables). */
export async function asOwner<T>(tx: Tx, run: () => Promise<T>): Promise<T> {
  const [before] = await tx.execute<{ role: string }>(sql`select current_setting('role') as role`);
  await tx.execute(sql`select set_config('role', 'none', true)`);
  const restore = () => tx.execute(sql`select set_config('role', ${before?.role ?? "none"}, true)`);
  try {
    return await run();
  } finally {
    // After a failed statement the transaction is lost, and with it the role it had.
    await restore().catch(() => undefined);
  }
}
