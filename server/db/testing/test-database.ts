import postgres from "postgres";
import { inject } from "vitest";
import { openDatabase, type Database } from "@/server/db/client";

/** A fresh database with the newest schema, copied from the run's template. */
export async function createTestDatabase(): Promise<Database & { url: string }> {
  const adminUrl = inject("adminDatabaseUrl");
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const admin = postgres(adminUrl, { max: 1 });
  await admin`create database ${admin(name)} template lamina_template`;
  await admin.end();
  const url = adminUrl.replace(/\/postgres$/, `/${name}`);
  return { ...openDatabase(url), url };
}
