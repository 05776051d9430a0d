import { mkdtempSync, chmodSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "@/server/db/migrate";
import { ensurePostgresFiles } from "@/server/platform/postgres/cluster-files";
import { postgresProcess, postgresUrl } from "@/server/platform/postgres/embedded";
import { launch } from "@/server/platform/process/launch";

declare module "vitest" {
  export interface ProvidedContext {
    adminDatabaseUrl: string;
  }
}

export const templateDatabase = "lamina_template";

/** One real PostgreSQL for the run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject) {
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
  const adminUrl = postgresUrl(files, port, "postgres");
  await connected(adminUrl);
  await withAdmin(adminUrl, (sql) => sql`create database ${sql(templateDatabase)}`);
  await migrateDatabase(postgresUrl(files, port, templateDatabase), "drizzle");
  project.provide("adminDatabaseUrl", adminUrl);
  return async () => {
    server.release();
    await server.exited;
    rmSync(folder, { recursive: true, force: true });
  };
}

async function withAdmin(url: string, run: (sql: postgres.Sql) => Promise<unknown>) {
  const sql = postgres(url, { max: 1 });
  await run(sql).finally(() => sql.end());
}

/** The server refuses connections until it has started: asks until it answers. */
async function connected(url: string, triesLeft = 100): Promise<void> {
  try {
    await withAdmin(url, (sql) => sql`select 1`);
  } catch (error) {
    if (triesLeft === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await connected(url, triesLeft - 1);
  }
}
