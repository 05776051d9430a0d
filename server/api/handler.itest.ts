import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "@/server/db/client";
import { provideTestDeps } from "@/server/services/testing/provide-test-deps";
import { createTestServices, type TestServices } from "@/server/services/testing/test-services";
import { handleApiRequest } from "./handler";

let services: TestServices;
beforeAll(async () => {
  services = await createTestServices();
  provideTestDeps(services.deps);
});
afterAll(() => services.close());

test("no cache may keep an answer of the API", async () => {
  const answer = await handleApiRequest(new Request("http://localhost/api/trpc/session.get"));
  expect(answer.status).toBe(401);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("while the database is away every answer is a 503 with a sentence that asks for no id", async () => {
  const away = openDatabase("postgres://nobody:word@127.0.0.1:1/nothing");
  const secret = "the-secret-of-this-test";
  provideTestDeps(
    { ...services.deps, db: away.db },
    { secrets: { session: secret, worker: "worker-secret" } },
  );
  const lamina = { tenantId: "ten_x", userId: "usr_x", sessionId: "ses_x" };
  const token = await encode({ token: { lamina }, secret });
  const answer = await handleApiRequest(
    new Request("http://localhost/api/trpc/session.get", {
      headers: { cookie: `next-auth.session-token=${token}` },
    }),
  );
  const text = await answer.text();
  expect(answer.status).toBe(503);
  expect(text).toContain("The database does not answer");
  expect(text).not.toMatch(/report it|: none/);
  await away.close();
  provideTestDeps(services.deps);
});
