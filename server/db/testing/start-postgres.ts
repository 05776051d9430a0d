import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import postgres from "postgres";
import { ensurePostgresFiles } from "@/server/platform/postgres/cluster-files";
import { postgresProcess, postgresUrl } from "@/server/platform/postgres/embedded";
import { launch } from "@/server/platform/process/launch";

/** A PostgreSQL of its own, in a temporary folder. */
export interface TestPostgres {
  /** The address of a database in it, as its superuser. */
  url(database: string): string;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** Starts it and waits until it answers. */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), "lamina-pg-"));
  chmodSync(folder, 0o755);
  const files = await ensurePostgresFiles(join(folder, "data"));
  const port = await getPort({ host: "127.0.0.1" });
  const spec = postgresProcess(files, port);
  const server = launch(
    { ...spec, args: [...spec.args, "-c", "fsync=off", "-c", "max_connections=200"] },
    join(folder, "log"),
    5_000,
  );
  const url = (database: string) => postgresUrl(files, port, database);
  await connected(url("postgres"));
  return {
    url,
    stop: async () => {
      server.release();
      await server.exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Runs statements as the user of the address. */
export async function withDatabase(url: string, run: (sql: postgres.Sql) => Promise<unknown>) {
  const sql = postgres(url, { max: 1 });
  await run(sql).finally(() => sql.end());
}

/** The server refuses connections until it has started: asks until it answers. */
async function connected(url: string, triesLeft = 100): Promise<void> {
  try {
    await withDatabase(url, (sql) => sql`select 1`);
  } catch (error) {
    if (triesLeft === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await connected(url, triesLeft - 1);
  }
}
