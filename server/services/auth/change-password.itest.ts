import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inSystem } from "@/server/db/client";
import { auditEntries } from "@/server/db/schema";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { changePassword } from "./change-password";
import { sessionActor } from "./session-actor";
import { signIn, type OpenedSession } from "./sign-in";

let services: TestServices;
let tenant: TestTenant;
beforeAll(async () => void (services = await createTestServices()));
afterAll(() => services.close());

const password = "another sentence of mine";

async function enter(secret: string): Promise<OpenedSession | null> {
  return signIn(services.deps, { email: tenant.email, password: secret, userAgent: "test" });
}

/** The tenant's administrator in a session of their own. */
async function inOwnSession() {
  const session = await enter(tenant.password);
  const actor = session && (await sessionActor(services.deps, session));
  if (!session || !actor) throw new Error("no session");
  return { session, ctx: { ...tenant.admin, actor } };
}

test("the current password buys a new one; other sessions end, this one stays, and it is audited", async () => {
  tenant = await services.newTenant();
  const other = await enter(tenant.password);
  const { session, ctx } = await inOwnSession();
  await changePassword(ctx, { current: tenant.password, password });
  expect(await enter(tenant.password)).toBeNull();
  expect(await enter(password)).not.toBeNull();
  expect(await sessionActor(services.deps, session)).not.toBeNull();
  expect(other && (await sessionActor(services.deps, other))).toBeNull();
  const audit = await inSystem(services.deps.db, (tx) =>
    tx
      .select()
      .from(auditEntries)
      .where(
        and(
          eq(auditEntries.tenantId, tenant.tenantId),
          eq(auditEntries.action, "session.changePassword"),
        ),
      ),
  );
  expect(audit).toMatchObject([{ actorId: tenant.userId, objectId: tenant.userId, details: {} }]);
});

test("a wrong current password and a weak new one are refused at their field, and nothing changes", async () => {
  tenant = await services.newTenant();
  const { ctx } = await inOwnSession();
  await expect(changePassword(ctx, { current: "guess", password })).rejects.toMatchObject({
    code: "BAD_INPUT",
    fields: { current: expect.stringContaining("not your current password") },
  });
  const weak = { current: tenant.password, password: "short" };
  await expect(changePassword(ctx, weak)).rejects.toMatchObject({
    fields: { password: expect.stringContaining("at least 10") },
  });
  expect(await enter(tenant.password)).not.toBeNull();
});

test("an open session cannot be used to guess the password without end", async () => {
  tenant = await services.newTenant();
  const { ctx } = await inOwnSession();
  const guess = () => changePassword(ctx, { current: "guess", password }).catch((e: unknown) => e);
  for (let i = 0; i < 10; i += 1) expect(await guess()).toMatchObject({ code: "BAD_INPUT" });
  expect(await guess()).toMatchObject({ code: "LIMIT_EXCEEDED" });
});
