import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/server/domain/ids/ids";
import { inSystem, inTenant, type Database } from "./client";
import { auditEntries, projects, roleAssignments, tenants } from "./schema";
import { createTestDatabase } from "./testing/test-database";

let database: Database;
const [a, b] = [newId("tenant"), newId("tenant")];
const projectOf = { [a]: newId("project"), [b]: newId("project") };

beforeAll(async () => {
  database = await createTestDatabase();
  await inSystem(database.db, async (tx) => {
    for (const tenantId of [a, b]) {
      await tx.insert(tenants).values({ tenantId, name: tenantId, slug: tenantId });
      await tx
        .insert(projects)
        .values({ tenantId, id: projectOf[tenantId] ?? "", name: "P", slug: "p" });
    }
  });
});
afterAll(() => database.close());

interface TablePolicy {
  table: string;
  enabled: boolean;
  command: string | null;
  roles: string | null;
  using: string | null;
  check: string | null;
}

const ofTenant = "(tenant_id = current_setting('lamina.tenant_id'::text, true))";
/** Everything else of a tenant: only the own rows are seen, and only such may be written. */
const ownRows = { command: "ALL", using: ofTenant, check: ofTenant };
/** The registries everybody reads: the public one as well, and nothing may be written. */
const readable = {
  command: "SELECT",
  using: `((tenant_id IS NULL) OR ${ofTenant})`,
  check: null,
};
const shared = ["pack_registries", "packs"];

test("every table of tenants has row-level security by one policy, which binds the app's role to its rows", async () => {
  const rows = await database.db.execute<TablePolicy & Record<string, unknown>>(sql`
    select c.relname as table, c.relrowsecurity as enabled, p.cmd as command,
      array_to_string(p.roles, ',') as roles, p.qual as using, p.with_check as check
    from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
    left join pg_policies p on p.schemaname = 'public' and p.tablename = c.relname
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    order by c.relname`);
  const tables = rows.map((row) => row.table);
  expect(tables.length).toBeGreaterThan(10);
  expect(new Set(tables).size).toBe(tables.length);
  expect([...rows]).toEqual(
    tables.map((table) => ({
      table,
      enabled: true,
      roles: "lamina_app",
      ...(shared.includes(table) ? readable : ownRows),
    })),
  );
});

test("a tenant sees its rows only, and nothing without a tenant", async () => {
  const seen = await inTenant(database.db, a, (tx) => tx.select().from(projects));
  expect(seen.map((p) => p.tenantId)).toEqual([a]);
  expect(await inTenant(database.db, "", (tx) => tx.select().from(projects))).toEqual([]);
});

const write = (tenantId: string) =>
  inTenant(database.db, a, (tx) =>
    tx
      .insert(projects)
      .values({ tenantId, id: newId("project"), name: "X", slug: newId("project") }),
  );

test("a tenant cannot write a row of another", async () => {
  await write(a);
  await expect(write(b)).rejects.toMatchObject({ code: "42501" });
});

test("the database refuses a reference into another tenant, even from the owner", async () => {
  const assignment = { tenantId: a, id: "x", userId: "u", roleId: "r", projectId: projectOf[b] };
  await expect(
    inSystem(database.db, (tx) => tx.insert(roleAssignments).values(assignment)),
  ).rejects.toMatchObject({ code: "23503" });
});

test("an audit entry can be written and read, not changed or removed", async () => {
  const id = newId("audit");
  const entry = {
    tenantId: a,
    id,
    actorKind: "user" as const,
    actorId: "usr",
    action: "x",
    objectKind: "k",
    objectId: "o",
    requestId: "r",
  };
  await inTenant(database.db, a, (tx) => tx.insert(auditEntries).values(entry));
  const denied = { code: "42501" };
  await expect(
    inTenant(database.db, a, (tx) => tx.update(auditEntries).set({ action: "y" })),
  ).rejects.toMatchObject(denied);
  await expect(inTenant(database.db, a, (tx) => tx.delete(auditEntries))).rejects.toMatchObject(
    denied,
  );
});

test("the role of a tenant's transaction ends with it", async () => {
  await inTenant(database.db, a, (tx) => tx.select().from(projects));
  const everyone = await inSystem(database.db, (tx) => tx.select().from(projects));
  expect(new Set(everyone.map((p) => p.tenantId))).toEqual(new Set([a, b]));
});
