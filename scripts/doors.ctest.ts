import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cookiesOf, sendLogin } from "./console-client";
import { openConsoleDatabase } from "./testing/console-database";
import { createTestConsole, testLogin, type TestConsole } from "./testing/test-console";

/** What a running console answers to those who are not invited. One console for all tests. */
let lamina: TestConsole;
let sql: postgres.Sql;
beforeAll(async () => {
  lamina = await createTestConsole();
  await lamina.start();
  sql = openConsoleDatabase(lamina.dataDir);
}, 120_000);
afterAll(async () => {
  await sql.end();
  lamina.destroy();
});

describe("a request's body is bounded before anything reads it", () => {
  const mebibyte = 1024 * 1024;
  /** Sends parts of 1 MiB; without a length Node sends them chunked. */
  async function post(path: string, parts: number, headers: Record<string, string | number>) {
    const sent = request(`${lamina.url}${path}`, { method: "POST", headers });
    for (let i = 0; i < parts; i += 1) sent.write("x".repeat(mebibyte));
    sent.end();
    const [answer] = await once(sent, "response");
    answer.resume();
    return answer.statusCode;
  }

  // Of an unknown length it is counted where it is read; who may not come in is told so before.
  test.each([
    ["/api/auth/callback/credentials", "application/x-www-form-urlencoded", 413],
    ["/api/trpc/session.setUp", "application/json", 401],
    ["/api/worker", "application/json", 401],
    ["/", "text/plain", 307],
  ])("%s", async (path, type, unread) => {
    const headers = { "content-type": type };
    const stated = { ...headers, "content-length": 9 * mebibyte };
    expect(await post(path, 9, stated)).toBe(413);
    expect(await post(path, 9, headers)).toBe(unread);
  });
});

test("an error of the database during a sign-in tells the browser a fixed word, the log no parameter", async () => {
  const [person] = await sql<{ id: string }[]>`select id from users`;
  await sql`alter table sessions add constraint refused check (user_agent is null) not valid`;
  const answer = await sendLogin(lamina.url, testLogin);
  await sql`alter table sessions drop constraint refused`;
  const { url } = (await answer.json()) as { url: string };
  expect(new URL(url).searchParams.get("error")).toBe("SignInFailed");
  const written = lamina.log() + readFileSync(join(lamina.dataDir, "logs", "console.log"), "utf8");
  expect(written).toContain("23514");
  expect(written + url).not.toContain(person?.id);
});

test("a person without any role reaches the page that says so", async () => {
  const cookie = cookiesOf(await sendLogin(lamina.url, testLogin));
  const roles = await sql`delete from role_assignments returning *`;
  const page = await fetch(lamina.url, { headers: { cookie } });
  // The page is streamed: it asks for the session while it is read.
  const text = await page.text();
  await sql`insert into role_assignments ${sql(roles)}`;
  expect(page.status).toBe(200);
  expect(text).toContain("You have no projects yet");
});

describe("what is not encoded rightly is not found, and breaks no page", () => {
  test("a cookie of another program", async () => {
    const cookie = `x=%; ${cookiesOf(await sendLogin(lamina.url, testLogin))}`;
    expect((await fetch(lamina.url, { headers: { cookie } })).status).toBe(200);
    const api = await fetch(`${lamina.url}/api/trpc/session.get`, { headers: { cookie } });
    expect(api.status).toBe(200);
  });

  test.each(["%25", "%2525", "%25E0"])("the digest %s of a pack", async (digest) => {
    const cookie = cookiesOf(await sendLogin(lamina.url, testLogin));
    const page = await fetch(`${lamina.url}/default/packs/${digest}`, { headers: { cookie } });
    expect(page.status).toBe(200);
    const headers = { authorization: "Bearer guess" };
    const files = await fetch(`${lamina.url}/api/agent/packs/${digest}`, { headers });
    expect(files.status).toBe(401);
  });
});

test("the worker's door opens for the secret in the data folder, and for nothing else", async () => {
  const call = (secret: string) =>
    fetch(`${lamina.url}/api/worker`, {
      method: "POST",
      headers: { authorization: `Bearer ${secret}` },
    });
  const file = join(lamina.dataDir, "worker.secret");
  const answer = await call(readFileSync(file, "utf8"));
  expect(await answer.json()).toEqual({ runs: expect.any(Number) });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect((await call("guess")).status).toBe(401);
});

test("the console's own log is shown to who administers the installation", async () => {
  const api = await lamina.signIn();
  const { text } = await api.system.processLog.query({ id: "console" });
  expect(JSON.parse(text.split("\n").at(-1) ?? "")).toHaveProperty("level");
});
