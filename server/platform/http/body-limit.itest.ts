import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { limitBodies } from "./body-limit";

const mebibyte = 1024 * 1024;
let server: Server;
let handled: number;
beforeAll(async () => {
  const echoLength = limitBodies(async (incoming, response) => {
    handled += 1;
    response.end(String((await text(incoming)).length));
  });
  server = createServer(echoLength).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => void server.close());
beforeEach(() => void (handled = 0));

/** Sends parts of 1 MiB; without a length Node sends them chunked. */
async function post(parts: number, headers: Record<string, number> = {}) {
  const { port } = server.address() as AddressInfo;
  const sent = request({ host: "127.0.0.1", port, method: "POST", headers });
  for (let i = 0; i < parts; i += 1) sent.write("x".repeat(mebibyte));
  sent.end();
  const [answer] = await once(sent, "response");
  return { status: answer.statusCode, body: await text(answer) };
}

test("a body within the limit arrives whole", async () => {
  const length = 8 * mebibyte;
  expect(await post(8, { "content-length": length })).toEqual({ status: 200, body: `${length}` });
});

test("a body above the limit is answered with 413 and reaches no handler", async () => {
  const answer = await post(20, { "content-length": 20 * mebibyte });
  expect(answer).toMatchObject({ status: 413, body: expect.stringContaining("8 MiB") });
  expect(handled).toBe(0);
});

test("a body of unknown length is answered with 411, however small it begins", async () => {
  expect(await post(1)).toMatchObject({ status: 411 });
  expect(await post(20)).toMatchObject({ status: 411 });
  expect(handled).toBe(0);
});

test("a request without a body needs no length", async () => {
  const { port } = server.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${port}`, { method: "POST" })).status).toBe(200);
});
