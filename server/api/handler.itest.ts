import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "@/server/db/client";
import { encode } from "next-auth/jwt";
import { signIn } from "@/server/services/auth/sign-in";
import { provideTestDeps } from "@/server/services/testing/provide-test-deps";
import { createTestServices, type TestServices } from "@/server/services/testing/test-services";
import { handleApiRequest } from "./handler";

let services: TestServices;
let cookie: string;
beforeAll(async () => {
  services = await createTestServices();
  provideTestDeps(services.deps);
  const { email, password } = await services.newTenant();
  const session = await signIn(services.deps, { email, password, userAgent: "" });
  const token = await encode({
    token: { lamina: session ?? undefined },
    secret: "session-secret",
  });
  cookie = `lamina-session=${token}`;
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
      headers: { cookie: `lamina-session=${token}` },
    }),
  );
  const text = await answer.text();
  expect(answer.status).toBe(503);
  expect(text).toContain("The database does not answer");
  expect(text).not.toMatch(/report it|: none/);
  await away.close();
  provideTestDeps(services.deps);
});

const call = (path: string, init: RequestInit = {}) =>
  handleApiRequest(
    new Request(`http://localhost/api/trpc/${path}`, {
      ...init,
      headers: { cookie, "content-type": "application/json" },
    }),
  );
const batch = (path: string, count: number) =>
  `${Array.from({ length: count }, () => path).join(",")}?batch=1`;

test("one request asks at most twenty things, and changes at most one", async () => {
  expect((await call(batch("session.get", 20))).status).toBe(200);
  expect((await call(batch("session.get", 21))).status).toBe(400);
  const change = (count: number) =>
    call(batch("cluster.retry", count), { method: "POST", body: "{}" });
  expect((await change(1)).status).toBe(400);
  const refused = await change(2);
  expect(await refused.text()).toContain("The request is invalid.");
});

test("a session that asks too much is told to wait, and others are not", async () => {
  const { email, password } = await services.newTenant();
  const session = await signIn(services.deps, { email, password, userAgent: "" });
  const token = await encode({
    token: { lamina: session ?? undefined },
    secret: "session-secret",
  });
  const busy = (path: string) =>
    handleApiRequest(
      new Request(`http://localhost/api/trpc/${path}`, {
        headers: { cookie: `lamina-session=${token}` },
      }),
    );
  const answers = await Promise.all(
    Array.from({ length: 32 }, () => busy(batch("session.get", 20))),
  );
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  expect(texts.join("")).toContain("TOO_MANY_REQUESTS");
  expect((await call("session.get")).status).toBe(200);
});

test.each<[string, RequestInit, number, string]>([
  ["no JSON", { method: "POST", body: "{" }, 400, "invalid"],
  ["GET of a change", { method: "GET" }, 405, "POST"],
])("%s is refused in words", async (_what, init, status, words) => {
  const answer = await call("cluster.retry", init);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(words);
});

test("a call without a session is told so", async () => {
  const answer = await handleApiRequest(new Request("http://localhost/api/trpc/session.get"));
  expect(await answer.text()).toContain("Your session has ended: sign in again.");
});
