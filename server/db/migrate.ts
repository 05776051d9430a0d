import { sql } from "drizzle-orm";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { advisoryLocks } from "./advisory-locks";
import { openDatabase } from "./client";

/** Brings the database to the newest schema; two processes that start together take turns. */
export async function migrateDatabase(url: string, folder: string): Promise<void> {
  const database = openDatabase(url, 1);
  try {
    await database.db.execute(sql`select pg_advisory_lock(${advisoryLocks.migration})`);
    await migrate(database.db, { migrationsFolder: folder });
  } finally {
    await database.close();
  }
}
