import { request } from "node:http";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestConsole, type TestConsole } from "./testing/test-console";

/** What a running console answers to those who are not invited. One console for all tests. */
let lamina: TestConsole;
beforeAll(async () => {
  lamina = await createTestConsole();
  await lamina.start();
}, 120_000);
afterAll(() => lamina.destroy());

describe("a request's body is bounded before anything reads it", () => {
  const mebibyte = 1024 * 1024;
  /** Sends parts of 1 MiB; without a length Node sends them chunked. */
  async function post(path: string, parts: number, headers: Record<string, number> = {}) {
    const sent = request(`${lamina.url}${path}`, { method: "POST", headers });
    for (let i = 0; i < parts; i += 1) sent.write("x".repeat(mebibyte));
    sent.end();
    const [answer] = await once(sent, "response");
    answer.resume();
    return answer.statusCode;
  }

  test.each(["/api/trpc/session.get", "/api/auth/callback/credentials", "/api/worker", "/"])(
    "%s",
    async (path) => {
      expect(await post(path, 9, { "content-length": 9 * mebibyte })).toBe(413);
      expect(await post(path, 9)).toBe(411);
    },
  );
});
