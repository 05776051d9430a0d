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

test("every table of tenants has row-level security and a policy for the app's role", async () => {
  const rows = await database.db.execute<{ table: string; enabled: boolean; policies: number }>(sql`
    select c.relname as table, c.relrowsecurity as enabled,
      (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
    from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`);
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((r) => !r.enabled || r.policies === 0)).toEqual([]);
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
