import { readFile } from "node:fs/promises";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { inSystem } from "@/server/db/client";
import { auditEntries, users } from "@/server/db/schema";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { getSession } from "@/server/services/tenancy/session-view";
import { setUp } from "@/server/services/tenancy/set-up";
import { hashPassword, verifyPassword } from "./password";
import { revokeSession, sessionActor } from "./session-actor";
import { sessionMinutes, signIn } from "./sign-in";

let services: TestServices;
let tenant: TestTenant;
beforeAll(async () => {
  services = await createTestServices();
  tenant = await services.newTenant();
  await services.newTenant();
});
afterAll(() => services.close());

const enter = (over: object = {}) =>
  signIn(services.deps, {
    email: tenant.email,
    password: tenant.password,
    userAgent: "test",
    ...over,
  });

test("the right e-mail and password open a session of the right tenant, with its grants", async () => {
  const session = await enter({ email: ` ${tenant.email.toUpperCase()}` });
  expect(session).toMatchObject({ tenantId: tenant.tenantId, userId: tenant.userId });
  const actor = session && (await sessionActor(services.deps, session));
  expect(actor?.grants[0]).toMatchObject({ projectId: null });
  expect(actor?.grants[0]?.permissions).toContain("cluster.delete");
});

test.each([
  ["a wrong password", { password: "wrong" }],
  ["an unknown e-mail", { email: "nobody@example.org" }],
  ["an empty password", { password: "" }],
])("%s opens nothing", async (_what, over) => {
  expect(await enter(over)).toBeNull();
});

test("a revoked session ends at once, an old one by itself, another tenant's id never works", async () => {
  const [revoked, old] = [await enter(), await enter()];
  if (!revoked || !old) throw new Error("no session");
  await revokeSession(services.deps, revoked);
  expect(await sessionActor(services.deps, revoked)).toBeNull();
  const other = await services.newTenant();
  expect(await sessionActor(services.deps, { ...old, tenantId: other.tenantId })).toBeNull();
  services.clock.advance((sessionMinutes + 1) * 60_000);
  expect(await sessionActor(services.deps, old)).toBeNull();
});

test("a dump of the users names nobody, and signing in leaves an audit entry", async () => {
  const [row] = await inSystem(services.deps.db, (tx) =>
    tx.select().from(users).where(eq(users.id, tenant.userId)),
  );
  expect(JSON.stringify(row)).not.toContain(tenant.email);
  expect(JSON.stringify(row)).not.toContain("Ann");
  await enter();
  const entries = await inSystem(services.deps.db, (tx) =>
    tx.select().from(auditEntries).where(eq(auditEntries.tenantId, tenant.tenantId)),
  );
  expect(entries.some((e) => e.action === "session.open" && e.actorId === tenant.userId)).toBe(
    true,
  );
});

/** Audit entries of refused sign-ins of the tenant's person. */
const refusals = () =>
  inSystem(services.deps.db, (tx) =>
    tx
      .select()
      .from(auditEntries)
      .where(
        and(eq(auditEntries.objectId, tenant.userId), eq(auditEntries.action, "session.refuse")),
      ),
  );

test("a refused sign-in is audited under the person whose address it was, without the password", async () => {
  const before = (await refusals()).length;
  await enter({ password: "canary-password" });
  await expect.poll(async () => (await refusals()).length).toBe(before + 1);
  expect(JSON.stringify(await refusals())).not.toContain("canary-password");
});

test("a flood of passwords does not keep the rest of the process waiting", async () => {
  const stored = await hashPassword("right");
  let checked = 0;
  const flood = Array.from({ length: 30 }, () =>
    verifyPassword("wrong", stored).then(() => (checked += 1)),
  );
  await readFile("package.json");
  expect(checked).toBeLessThan(10);
  await Promise.all(flood);
});

const mine = {
  organisation: "Acme",
  name: "Bea",
  email: "bea@example.org",
  password: "a longer password",
};

test("after the set-up the printed password is dead and the own one works, once for all", async () => {
  const fresh = await services.newTenant();
  await expect(setUp(fresh.admin, { ...mine, password: "aaaaaaaaaaaa" })).rejects.toMatchObject({
    fields: { password: expect.stringContaining("different") },
  });
  await setUp(fresh.admin, mine);
  expect(await enter({ email: fresh.email, password: fresh.password })).toBeNull();
  expect(await enter({ email: mine.email, password: mine.password })).toMatchObject({
    userId: fresh.userId,
  });
  expect(await getSession(fresh.admin, undefined)).toMatchObject({
    needsSetUp: false,
    tenant: { name: "Acme" },
    user: { name: "Bea" },
  });
  const again = { ...mine, password: "another password" };
  await expect(setUp(fresh.admin, again)).rejects.toMatchObject({ code: "PRECONDITION_FAILED" });
  expect(await enter({ email: mine.email, password: again.password })).toBeNull();
});

test("the set-up ends the other sessions of the printed password, not the one it was done in", async () => {
  const fresh = await services.newTenant();
  const printed = { email: fresh.email, password: fresh.password };
  const [own, other] = [await enter(printed), await enter(printed)];
  const actor = own && (await sessionActor(services.deps, own));
  if (!actor || !other) throw new Error("no session");
  await setUp({ ...fresh.admin, actor }, { ...mine, email: "cid@example.org" });
  expect(await sessionActor(services.deps, own)).not.toBeNull();
  expect(await sessionActor(services.deps, other)).toBeNull();
});

test("the printed password is forgotten only when the set-up was committed", async () => {
  const fresh = await services.newTenant({ operatesInstallation: true });
  const forgetFirstLogin = vi.fn();
  const ctx = { ...fresh.admin, ports: { ...fresh.admin.ports, forgetFirstLogin } };
  const refuse = (change: string) =>
    services.deps.db.execute(sql.raw(`alter table audit_entries ${change}`));
  await refuse("add constraint refused check (action <> 'tenant.setUp') not valid");
  await expect(setUp(ctx, { ...mine, email: "dee@example.org" })).rejects.toThrow("23514");
  expect(forgetFirstLogin).not.toHaveBeenCalled();
  await refuse("drop constraint refused");
  const other = await services.newTenant();
  await setUp({ ...other.admin, ports: ctx.ports }, { ...mine, email: "eve@example.org" });
  expect(forgetFirstLogin).not.toHaveBeenCalled();
  await setUp(ctx, { ...mine, email: "dee@example.org" });
  expect(forgetFirstLogin).toHaveBeenCalledOnce();
});
