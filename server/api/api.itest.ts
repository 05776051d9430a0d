import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "@/server/domain/errors/app-error";
import { newId } from "@/server/domain/ids/ids";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { appRouter } from "./root";
import { createCaller, type ApiContext } from "./trpc";

let services: TestServices;
let tenant: TestTenant;
beforeAll(async () => {
  services = await createTestServices();
  tenant = await services.newTenant();
});
afterAll(() => services.close());

function api(over: Partial<ApiContext> = {}) {
  const { actor } = tenant.admin;
  if (actor.kind !== "user") throw new Error("not a person");
  return createCaller(appRouter)({ services: services.deps, actor, requestId: "req", ...over });
}

test("without a session every call is UNAUTHORIZED", async () => {
  const stranger = api({ actor: null });
  await expect(stranger.session.get()).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  await expect(stranger.cluster.list({ projectId: tenant.projectId })).rejects.toMatchObject({
    code: "UNAUTHORIZED",
  });
});

test("the session tells who is signed in, with names opened for that person alone", async () => {
  expect(await api().session.get()).toMatchObject({
    user: { name: "Ann Admin", email: tenant.email },
    projects: [{ name: "Default", slug: "default" }],
  });
});

test("our errors keep their words; what nobody expected says nothing but an id", async () => {
  const clusterId = newId("cluster");
  await expect(api().cluster.get({ clusterId })).rejects.toMatchObject({
    code: "NOT_FOUND",
    message: expect.stringContaining(clusterId),
  });
  await expect(api().cluster.get({ clusterId: "nonsense" })).rejects.toMatchObject({
    code: "BAD_REQUEST",
    message: expect.stringContaining("clusterId"),
  });
  const broken = { ...services.deps, db: null as unknown as ApiContext["services"]["db"] };
  await expect(api({ services: broken }).session.get()).rejects.not.toBeInstanceOf(AppError);
});

test("system pages are for people with rights in the whole tenant", async () => {
  const { actor } = tenant.person("cluster.get");
  if (actor.kind !== "user") throw new Error("not a person");
  await expect(api({ actor }).system.get()).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect((await api().system.get()).memory.totalMiB).toBe(16_000);
});
