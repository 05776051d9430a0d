import type { TestProject } from "vitest/node";
import { migrateDatabase } from "@/server/db/migrate";
import { startPostgres, withDatabase } from "./start-postgres";

declare module "vitest" {
  export interface ProvidedContext {
    adminDatabaseUrl: string;
  }
}

export const templateDatabase = "lamina_template";

/** One real PostgreSQL for the run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject) {
  const server = await startPostgres();
  const adminUrl = server.url("postgres");
  await withDatabase(adminUrl, (sql) => sql`create database ${sql(templateDatabase)}`);
  await migrateDatabase(server.url(templateDatabase), "drizzle");
  project.provide("adminDatabaseUrl", adminUrl);
  return () => server.stop();
}
