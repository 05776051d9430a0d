import { openDatabase, type Database } from "@/server/db/client";
import { migrateDatabase } from "@/server/db/migrate";
import { probeDatabase } from "@/server/db/probe";
import { AppError } from "@/server/domain/errors/app-error";
import type { Environment } from "@/server/platform/env/env";
import type { Log } from "@/server/platform/log/log";
import type { PortRegistry } from "@/server/platform/ports/ports";
import type { Supervisor } from "@/server/platform/process/supervisor";
import { DatabaseLock } from "./database-lock";
import { startEmbedded } from "./embedded-database";

/** The console's database. */
export interface ConsoleDatabase extends Database {
  url: string;
  /** Resolves with the reason when the database is no longer this console's alone. */
  lost: Promise<Error>;
}

interface DatabaseParts {
  supervisor: Supervisor;
  ports: PortRegistry;
  /** The folder of the migrations. */
  migrations: string;
  log: Log;
}

/** Opens the database at DATABASE_URL, or the embedded one, migrated to the newest schema. */
export async function startDatabase(
  env: Environment,
  { supervisor, ports, migrations, log }: DatabaseParts,
): Promise<ConsoleDatabase> {
  if (env.databaseUrl === undefined) {
    const url = await startEmbedded(env.dataDir, supervisor, ports);
    await migrateDatabase(url, migrations);
    // The data folder has one console already.
    return { ...openDatabase(url), url, lost: new Promise(() => {}) };
  }
  const url = env.databaseUrl;
  await reach(url);
  const lock = new DatabaseLock(url, log);
  try {
    await lock.take();
    await migrateDatabase(url, migrations);
  } catch (error) {
    await lock.release();
    throw error;
  }
  const database = openDatabase(url);
  const close = () => Promise.all([database.close(), lock.release()]).then(() => {});
  return { ...database, url, lost: lock.lost, close };
}

async function reach(url: string): Promise<void> {
  const trouble = await probeDatabase(url);
  if (!trouble) return;
  const { host, pathname } = new URL(url);
  const message = `The database ${pathname.slice(1)} at ${host} (DATABASE_URL) cannot be reached: ${trouble.why}. ${trouble.next}, or unset DATABASE_URL to use the embedded one.`;
  throw new AppError("UNAVAILABLE", message);
}
