import { sql } from "drizzle-orm";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { openDatabase } from "./client";

/** Any number the migrations of all Lamina processes on one database agree on. */
const migrationLock = 7_146_291;

/** Brings the database to the newest schema; two processes that start together take turns. */
export async function migrateDatabase(url: string, folder: string): Promise<void> {
  const database = openDatabase(url, 1);
  try {
    await database.db.execute(sql`select pg_advisory_lock(${migrationLock})`);
    await migrate(database.db, { migrationsFolder: folder });
  } finally {
    await database.close();
  }
}
