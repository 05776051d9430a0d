import { join } from "node:path";
import postgres from "postgres";
import { openDatabase, type Database } from "@/server/db/client";
import { migrateDatabase } from "@/server/db/migrate";
import { AppError, messageOf } from "@/server/domain/errors/app-error";
import type { Environment } from "@/server/platform/env/env";
import type { Log } from "@/server/platform/log/log";
import type { PortRegistry } from "@/server/platform/ports/ports";
import { isPortFree } from "@/server/platform/ports/ports";
import { ensurePostgresFiles } from "@/server/platform/postgres/cluster-files";
import { postgresProcess, postgresUrl } from "@/server/platform/postgres/embedded";
import type { Supervisor } from "@/server/platform/process/supervisor";
import { DatabaseLock } from "./database-lock";

const databaseName = "lamina";
const startTries = 150;

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
    const url = await startEmbedded(env, supervisor, ports);
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
  const sql = postgres(url, { max: 1, connect_timeout: 10 });
  try {
    await sql`select 1`;
  } catch (cause) {
    const { host, pathname } = new URL(url);
    const message = `The database ${pathname.slice(1)} at ${host} (DATABASE_URL) cannot be reached: ${messageOf(cause) || "no answer"}. Check the address and that it runs, or unset DATABASE_URL to use the embedded one.`;
    throw new AppError("UNAVAILABLE", message, { cause });
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function startEmbedded(
  env: Environment,
  supervisor: Supervisor,
  ports: PortRegistry,
): Promise<string> {
  const files = await ensurePostgresFiles(join(env.dataDir, "postgres"));
  let port = await ports.claim("postgres");
  if (!(await isPortFree(port))) port = await ports.replace("postgres");
  await supervisor.ensure(postgresProcess(files, port));
  const admin = postgres(postgresUrl(files, port, "postgres"), { max: 1, onnotice: () => {} });
  try {
    await untilStarted(admin, supervisor, startTries);
    const [found] = await admin`select 1 from pg_database where datname = ${databaseName}`;
    if (!found) await admin`create database ${admin(databaseName)}`;
  } finally {
    await admin.end({ timeout: 5 });
  }
  return postgresUrl(files, port, databaseName);
}

/** The server refuses connections until its recovery is done: asks until it answers. */
async function untilStarted(
  sql: postgres.Sql,
  supervisor: Supervisor,
  triesLeft: number,
): Promise<void> {
  try {
    await sql`select 1`;
  } catch (cause) {
    if (triesLeft === 0 || supervisor.get("postgres")?.state === "failed") {
      const tail = supervisor.tailLog("postgres", 3).join(" ");
      throw new AppError("UNAVAILABLE", `The embedded PostgreSQL does not start: ${tail}`, {
        cause,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
    await untilStarted(sql, supervisor, triesLeft - 1);
  }
}
