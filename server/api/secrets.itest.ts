import { sql } from "drizzle-orm";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { authorize } from "@/server/auth/authorize";
import { newId } from "@/server/domain/ids/ids";
import { createLog } from "@/server/platform/log/log";
import { provideTestDeps } from "@/server/services/testing/provide-test-deps";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { appRouter } from "./root";

const canary = "canary-7f3a";
const lines: string[] = [];
let services: TestServices;
let tenant: TestTenant;

beforeAll(async () => {
  const log = createLog("trace", { write: (line: string) => void lines.push(line) });
  services = await createTestServices({ log });
  tenant = await services.newTenant();
  provideTestDeps(services.deps);
});
afterAll(() => services.close());
beforeEach(() => void (lines.length = 0));

/** Makes the database refuse rows; its own words then quote the whole row. */
const broken: string[] = [];
async function refuseRowsOf(table: string): Promise<void> {
  broken.push(table);
  const statement = `alter table ${table} add constraint canary_check check (created_at is null) not valid`;
  await services.deps.db.execute(sql.raw(statement));
}
afterEach(async () => {
  for (const table of broken.splice(0)) {
    await services.deps.db.execute(sql.raw(`alter table ${table} drop constraint canary_check`));
  }
});

/** Calls a mutation as the browser does; the answer as it goes over the wire. */
async function call(path: string, input: unknown): Promise<string> {
  const { actor } = tenant.admin;
  if (actor.kind !== "user") throw new Error("not a person");
  const req = new Request(`http://localhost/api/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(input),
  });
  const createContext = () => ({ services: services.deps, actor, requestId: "req" });
  const options = { endpoint: "/api/trpc", req, router: appRouter, createContext };
  const answer = await fetchRequestHandler(options);
  expect(answer.status).toBe(500);
  return answer.text();
}

test("values whose row the database refuses reach neither the answer nor the log", async () => {
  await refuseRowsOf("cluster_profile_versions");
  const digest = `sha256:${"0".repeat(64)}`;
  const pack = { registry: "public", name: "sample-web", version: "1.0.0", digest };
  const layer = { id: newId("layer"), name: "web", kind: "addon", pack, values: `a: ${canary}` };
  const layers = [{ ...layer, manifests: [] }];
  const answer = await call("profile.create", {
    projectId: tenant.projectId,
    name: "refused",
    layers,
  });
  expect(lines.join("")).toContain("23514");
  expect(lines.join("") + answer).not.toContain(canary);
});

test("a password and its hash reach neither the answer nor the log", async () => {
  await refuseRowsOf("users");
  const answer = await call("session.setUp", {
    organisation: "Acme",
    name: canary,
    email: `${canary}@example.org`,
    password: `${canary}-password`,
  });
  expect(lines.join("")).toContain("23514");
  expect(lines.join("") + answer).not.toContain(canary);
  expect(lines.join("") + answer).not.toContain("$argon2id");
});

test("a sign-in that fails on our side tells next-auth, and so the browser, a fixed word", async () => {
  await refuseRowsOf("sessions");
  const { email, password } = tenant;
  const origin = { client: "192.0.2.1", device: undefined, userAgent: canary };
  await expect(authorize({ email, password }, origin)).rejects.toThrow(/^SignInFailed$/);
  expect(lines.join("")).toContain("23514");
  expect(lines.join("")).not.toContain(canary);
});
