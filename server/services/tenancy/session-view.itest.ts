import { afterAll, beforeAll, expect, test } from "vitest";
import { builtInRoles } from "@/server/domain/access/built-in-roles";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { getSession } from "./session-view";

let services: TestServices;
let tenant: TestTenant;
beforeAll(async () => {
  services = await createTestServices();
  tenant = await services.newTenant();
});
afterAll(() => services.close());

const mine = () => [{ id: tenant.projectId, name: "Default", slug: "default" }];

test.each(builtInRoles.map(({ key }) => key))(
  "whoever holds the role %s sees the own session and project",
  async (key) => {
    const session = await getSession(tenant.holder(key), undefined);
    expect(session).toMatchObject({ user: { id: tenant.userId }, projects: mine() });
  },
);

test("whoever holds no role sees the own session, without a project", async () => {
  const { actor } = tenant.admin;
  if (actor.kind !== "user") throw new Error("not a person");
  const nobody = { ...tenant.admin, actor: { ...actor, grants: [] } };
  const session = await getSession(nobody, undefined);
  expect(session).toMatchObject({ user: { email: tenant.email }, projects: [], grants: [] });
});
