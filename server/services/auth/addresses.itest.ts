import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inSystem, inTenant } from "@/server/db/client";
import { roleAssignments, signInAddresses, systemKeys } from "@/server/db/schema";
import { newId } from "@/server/domain/ids/ids";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { setUp } from "@/server/services/tenancy/set-up";
import { keepAddressesCurrent, peopleOfAddress, setAddress } from "./addresses";
import { signIn } from "./sign-in";

let services: TestServices;
let ann: TestTenant;
let mallory: TestTenant;
beforeAll(async () => {
  services = await createTestServices();
  [ann, mallory] = [await services.newTenant(), await services.newTenant()];
});
afterAll(() => services.close());

const enter = (email: string, password: string) =>
  signIn(services.deps, { email, password, userAgent: "test" });

const keyIds = async () => {
  const rows = await inSystem(services.deps.db, (tx) => tx.select().from(signInAddresses));
  return new Set(rows.map((row) => row.keyId));
};

test("who claims another's address in an organization of their own locks nobody out", async () => {
  await setUp(mallory.admin, {
    organisation: "Evil",
    name: "Mallory",
    email: ann.email,
    password: "a password of mallory",
  });
  expect(await enter(ann.email, ann.password)).toMatchObject({ tenantId: ann.tenantId });
  expect(await enter(ann.email, "a password of mallory")).toMatchObject({
    tenantId: mallory.tenantId,
  });
  expect(await enter(ann.email, "neither's password")).toBeNull();
  // The result must not follow the order of rows in the table.
  await services.deps.db.execute(sql`update users set updated_at = now() where id = ${ann.userId}`);
  expect(await enter(ann.email, ann.password)).toMatchObject({ tenantId: ann.tenantId });
});

test("two colleagues cannot have one address, also across a change of the key", async () => {
  const { deps } = services;
  const { tenantId } = ann;
  const bea = newId("user");
  await deps.db.execute(sql`insert into users (tenant_id, id, email_sealed, name_sealed)
    select tenant_id, ${bea}, email_sealed, name_sealed from users where id = ${ann.userId}`);
  const claim = () =>
    inTenant(deps.db, tenantId, (tx) =>
      setAddress(deps, tx, { tenantId, userId: bea, email: ann.email }),
    );
  await expect(claim()).rejects.toMatchObject({ code: "CONFLICT" });
  await inSystem(deps.db, (tx) => deps.addressKeys.rotate(tx));
  await expect(claim()).rejects.toMatchObject({ code: "CONFLICT" });
  await deps.db.execute(sql`delete from users where id = ${bea}`);
});

test("people sign in before, during and after the key changes; the old key goes when nobody needs it", async () => {
  const { deps, clock } = services;
  await keepAddressesCurrent(deps);
  const before = await keyIds();
  expect(before.size).toBe(1);
  clock.advance(400 * 24 * 60 * 60 * 1000);
  await deps.db.execute(sql`update system_keys set created_at = now() - interval '400 days'`);
  await inSystem(deps.db, (tx) => deps.addressKeys.rotate(tx));
  expect(await enter(ann.email, ann.password)).not.toBeNull();
  await keepAddressesCurrent(deps);
  expect(await enter(ann.email, ann.password)).not.toBeNull();
  const after = await keyIds();
  expect([...after]).not.toEqual([...before]);
  const keys = await inSystem(deps.db, (tx) => tx.select().from(systemKeys));
  expect(keys.map((key) => key.id)).toEqual([...after]);
});

test("an address that no row finds yet, as after an upgrade, is found after the start", async () => {
  const { deps } = services;
  await inSystem(deps.db, (tx) => tx.delete(signInAddresses));
  expect(await peopleOfAddress(deps, ann.email)).toEqual([]);
  await keepAddressesCurrent(deps);
  expect(await enter(ann.email, ann.password)).not.toBeNull();
});

test("the rows of an address go with their person, and a tenant sees its own only", async () => {
  const { deps } = services;
  const gone = await services.newTenant();
  const own = await inTenant(deps.db, gone.tenantId, (tx) => tx.select().from(signInAddresses));
  expect(own.map((row) => row.userId)).toEqual([gone.userId]);
  await inSystem(deps.db, async (tx) => {
    await tx.delete(roleAssignments).where(eq(roleAssignments.tenantId, gone.tenantId));
    await tx.execute(sql`delete from users where tenant_id = ${gone.tenantId}`);
  });
  expect(await peopleOfAddress(deps, gone.email)).toEqual([]);
});

test("the role of tenants cannot read the installation's keys", async () => {
  const read = inTenant(services.deps.db, ann.tenantId, (tx) => tx.select().from(systemKeys));
  await expect(read).rejects.toMatchObject({ code: "42501" });
});

test("a role in the whole tenant is assigned once", async () => {
  const { deps } = services;
  const [row] = await inSystem(deps.db, (tx) =>
    tx.select().from(roleAssignments).where(eq(roleAssignments.userId, ann.userId)),
  );
  if (!row) throw new Error("no assignment");
  const again = inSystem(deps.db, (tx) =>
    tx.insert(roleAssignments).values({ ...row, id: newId("roleAssignment") }),
  );
  await expect(again).rejects.toMatchObject({ code: "23505" });
});
