import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "drizzle-orm";
import { createTestDatabase } from "@/server/db/testing/test-database";
import { readEnvironment } from "@/server/platform/env/env";
import { createLog } from "@/server/platform/log/log";
import { createPortRegistry } from "@/server/platform/ports/ports";
import { createSupervisor, type Supervisor } from "@/server/platform/process/supervisor";
import { startDatabase, type ConsoleDatabase } from "./database";
import { advisoryLocks } from "@/server/db/advisory-locks";

let shared: Awaited<ReturnType<typeof createTestDatabase>>;
const folder = mkdtempSync(join(tmpdir(), "lamina-database-"));
const log = createLog("silent");
const supervisors: Supervisor[] = [];

beforeAll(async () => {
  shared = await createTestDatabase();
});
afterAll(async () => {
  await Promise.all(supervisors.map((supervisor) => supervisor.stopAll()));
  await shared.close();
  rmSync(folder, { recursive: true });
});

/** Opens the shared database as a console with a data folder of its own does. */
async function open(name: string): Promise<ConsoleDatabase> {
  const dataDir = join(folder, name);
  const supervisor = await createSupervisor({
    logDir: join(dataDir, "logs"),
    ledgerFile: join(dataDir, "processes.json"),
    log,
  });
  supervisors.push(supervisor);
  const env = readEnvironment({ DATABASE_URL: shared.url, LAMINA_DATA_DIR: dataDir });
  const ports = createPortRegistry(join(dataDir, "ports.json"), env.portRange);
  return startDatabase(env, { supervisor, ports, migrations: "drizzle", log });
}

test("a second console on the same database is refused while the first lives", async () => {
  const first = await open("a");
  await expect(open("b")).rejects.toThrow(/^Another Lamina console works on the database test_/);
  await first.close();
  const second = await open("b");
  await second.close();
});

test("a console keeps the database when its connection is cut", async () => {
  const first = await open("a");
  const before = await holder();
  await cut();
  await expect.poll(holder, { timeout: 10_000 }).toEqual(expect.any(Number));
  expect(await holder()).not.toBe(before);
  await expect(open("b")).rejects.toThrow("Another Lamina console");
  await first.close();
});

test("a console that comes back to a database that another one took says so", async () => {
  const first = await open("a");
  const opening = open("b"); // waits for the lock, so it gets it before the first can come back
  await expect.poll(() => sessions(false)).toHaveLength(1);
  await cut();
  const second = await opening;
  expect((await first.lost).message).toContain("Another Lamina console");
  await Promise.all([first.close(), second.close()]);
});

/** The database's processes of the sessions that hold the lock, or wait for it. */
async function sessions(granted: boolean): Promise<number[]> {
  const rows = await shared.db.execute<{ pid: number }>(
    sql`select pid from pg_locks join pg_database on pg_database.oid = database
        where datname = current_database() and objid = ${advisoryLocks.console} and granted = ${granted}`,
  );
  return rows.map((row) => row.pid);
}

const holder = async () => (await sessions(true))[0];

async function cut(): Promise<void> {
  await shared.db.execute(sql`select pg_terminate_backend(${await holder()}, 5000)`);
}
