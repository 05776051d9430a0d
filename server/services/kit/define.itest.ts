import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { newId } from "@/server/domain/ids/ids";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { notFound } from "@/server/domain/errors/app-error";
import type { ServiceContext } from "./context";
import { defineRead } from "./define";

let services: TestServices;
let tenant: TestTenant;
beforeAll(async () => {
  services = await createTestServices();
  tenant = await services.newTenant();
});
afterAll(() => services.close());

const costly = vi.fn((): void => undefined);
const verb = defineRead({
  permission: "cluster.get",
  input: z.object({ id: z.string(), list: z.array(z.number()).optional() }).superRefine(costly),
  project: (_ctx, { id }) => {
    if (id === "none") throw notFound("cluster", id);
    return id;
  },
  run: async () => "seen",
});

test.each(["system", "agent"] as const)("the %s holds no permission of a person", async (kind) => {
  const actor = { kind, id: "x", tenantId: tenant.tenantId };
  const ctx: ServiceContext = { ...tenant.admin, actor };
  await expect(verb(ctx, { id: tenant.projectId })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("a large input of someone who may do this nowhere is refused unread", async () => {
  costly.mockClear();
  const list = Array.from({ length: 10_000 }, (_, i) => i);
  const stranger = tenant.person("clusterProfile.get");
  await expect(verb(stranger, { id: tenant.projectId, list })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  expect(costly).not.toHaveBeenCalled();
  expect(await verb(tenant.admin, { id: tenant.projectId, list })).toBe("seen");
});

test("an input that holds far too much is refused before it is read, whoever sends it", async () => {
  costly.mockClear();
  const list = Array.from({ length: 300_000 }, (_, i) => i);
  await expect(verb(tenant.admin, { id: tenant.projectId, list })).rejects.toMatchObject({
    code: "TOO_LARGE",
  });
  expect(costly).not.toHaveBeenCalled();
});

test("what is another project's and what is nowhere are one answer to who does not see the tenant", async () => {
  const person = tenant.person("cluster.get");
  const answerOf = async (id: string) => {
    const error: unknown = await verb(person, { id }).catch((thrown: unknown) => thrown);
    return String(error);
  };
  const elsewhere = await answerOf(newId("project"));
  expect(elsewhere).toContain("There is no such thing here");
  expect(await answerOf("none")).toBe(elsewhere);
});
