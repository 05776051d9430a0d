import { once } from "node:events";
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { clientAddressHeader } from "./client-address";
import { frontDoor, limitConnections } from "./front-door";

const KiB = 1024;
const MiB = 1024 * KiB;
let server: Server;
let port: number;
let handled: { bytes: number; headers: IncomingHttpHeaders }[];
beforeAll(async () => {
  const settings = {
    url: "https://lamina.example",
    allowedHosts: ["console.internal"],
    trustedProxies: [],
    dev: false,
  };
  const count = async (...[incoming, response]: Parameters<RequestListener>) => {
    const { length } = await text(incoming);
    handled.push({ bytes: length, headers: incoming.headers });
    response.end(String(length));
  };
  // A request that the door ends reaches its handler as a broken stream.
  const door = frontDoor(settings, (...args) => void count(...args).catch(() => undefined));
  server = createServer(door).listen(0, "127.0.0.1");
  limitConnections(server);
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => void server.close());
beforeEach(() => void (handled = []));

interface Sent {
  method?: string;
  headers?: Record<string, string | number>;
  /** Without a content-length among the headers, Node sends them chunked. */
  parts?: string[];
}

async function send(path: string, { method = "POST", headers = {}, parts = [] }: Sent = {}) {
  const sent = request({ host: "127.0.0.1", port, path, method, headers });
  for (const part of parts) sent.write(part);
  sent.end();
  const [answer] = await once(sent, "response");
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

test.each([
  ["sign-in", "/api/auth/callback/credentials", 16 * KiB],
  ["the API", "/api/trpc/cluster.create", 8 * MiB],
  ["profiles", "/api/trpc/profile.saveDraft", 48 * MiB],
  ["the worker", "/api/worker", 0],
  ["a page", "/default/clusters", 0],
  ["the health route", "/api/healthz", 0],
])("%s takes a body up to its own limit, with or without a length", async (_what, path, limit) => {
  const fits = "a&".repeat(limit / 2);
  const framings: Record<string, number>[] = [{ "content-length": limit }, {}];
  for (const headers of framings) {
    expect(await send(path, { headers, parts: limit > 0 ? [fits] : [] })).toMatchObject({
      status: 200,
      body: String(limit),
    });
  }
  handled = [];
  const stated = { "content-length": limit + 1 };
  expect(await send(path, { headers: stated, parts: [`${fits}a`] })).toMatchObject({ status: 413 });
  expect(await send(path, { parts: [fits || "a", "a"] })).toMatchObject({ status: 413 });
  expect(handled).toEqual([]);
});

test("a request without a body needs no length", async () => {
  expect((await send("/", { method: "GET" })).status).toBe(200);
  expect((await send("/api/trpc/x")).status).toBe(200);
});

test.each([
  ["lamina.example", 200],
  ["LAMINA.example:443", 200],
  ["localhost:3000", 200],
  ["lamina.localhost:3000", 200],
  ["console.internal", 200],
  ["127.0.0.1:3000", 200],
  ["[::1]:3000", 200],
  ["192.0.2.7", 200],
  ["evil.example", 421],
  ["localhost.evil.example", 421],
  ["lamina.example.evil.example", 421],
  ["evil.example:80@lamina.example", 400],
  ["two words", 400],
])("opened as %s it answers %i", async (host, status) => {
  expect((await send("/", { method: "GET", headers: { host } })).status).toBe(status);
});

test("a probe may call the console what it likes", async () => {
  const answer = await send("/api/healthz", { method: "GET", headers: { host: "pod.svc" } });
  expect(answer.status).toBe(200);
});

const here = { host: "127.0.0.1:3000" };
test.each<[string, Record<string, string>, number]>([
  ["the console itself", { ...here, origin: "http://127.0.0.1:3000" }, 200],
  ["its public address behind a proxy", { ...here, origin: "https://lamina.example" }, 200],
  ["a program without an origin", here, 200],
  ["a browser's own page", { ...here, "sec-fetch-site": "same-origin" }, 200],
  ["another site", { ...here, origin: "http://evil.example" }, 403],
  ["another port of this machine", { ...here, origin: "http://127.0.0.1:8080" }, 403],
  ["a sandboxed page", { ...here, origin: "null" }, 403],
  ["another site that hides its origin", { ...here, "sec-fetch-site": "cross-site" }, 403],
  ["a sibling site", { ...here, "sec-fetch-site": "same-site" }, 403],
])("a change asked for by %s", async (_who, headers, status) => {
  expect((await send("/api/trpc/cluster.retry", { headers })).status).toBe(status);
  expect((await send("/default", { method: "GET", headers })).status).toBe(200);
});

test("who the client is is what the connection says, not what the request claims", async () => {
  const headers = { [clientAddressHeader]: "192.0.2.1", "x-forwarded-for": "192.0.2.2" };
  await send("/", { method: "GET", headers });
  expect(handled[0]?.headers[clientAddressHeader]).toBe("127.0.0.1");
});

test("every answer carries a policy with a nonce of its own, a refusal too", async () => {
  const nonces = new Set<string>();
  for (const path of ["/", "/sign-in"]) {
    const { headers } = await send(path, { method: "GET" });
    const policy = String(headers["content-security-policy"]);
    expect(policy).not.toMatch(/script-src[^;]*unsafe-inline/);
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "");
    expect(headers["strict-transport-security"]).toMatch(/max-age=\d{8}/);
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  }
  expect(nonces.size).toBe(2);
  expect(handled.map((one) => one.headers["x-nonce"])).toEqual([...nonces]);
  const refused = await send("/", { parts: ["a"] });
  expect(refused.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
});

test("a client that sends its request too slowly is cut off", () => {
  expect(server.headersTimeout).toBeLessThanOrEqual(15_000);
  expect(server.requestTimeout).toBeLessThanOrEqual(60_000);
  expect(server.maxConnections).toBeGreaterThan(0);
});

test("a body of a stated length is refused without waiting for it", async () => {
  const socket = connect(port, "127.0.0.1");
  socket.write(
    "POST /api/auth/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8000000\r\n\r\na&a&",
  );
  const [answer] = await once(socket, "data");
  expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
});

test("a client that sends all of a body that is refused gets the answer all the same", async () => {
  const parts = Array.from({ length: 20 }, () => "a&".repeat(MiB / 2));
  for (const headers of [{ "content-length": 20 * MiB }, undefined]) {
    expect((await send("/api/auth/x", { headers, parts })).status).toBe(413);
  }
  expect(handled).toEqual([]);
});
