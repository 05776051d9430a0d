import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { WebSocketServer } from "ws";
import type { ReportMessage } from "@/server/domain/agent/messages";
import { startTunnel, TestAgent, type TunnelFixture } from "./testing/tunnel-fixture";

const fixtures: TunnelFixture[] = [];
afterEach(async () => {
  await Promise.all(fixtures.splice(0).map((fixture) => fixture.stop()));
});

async function start(...args: Parameters<typeof startTunnel>): Promise<TunnelFixture> {
  const fixture = await startTunnel(...args);
  fixture.ports.addAgent("cls_a", "token-a");
  fixture.ports.addAgent("cls_b", "token-b");
  fixtures.push(fixture);
  return fixture;
}

const heartbeat = { type: "heartbeat" };

const eventsReport = (revision: number, reason: string): ReportMessage => ({
  type: "report",
  kind: "events",
  revision,
  data: [
    {
      type: "Normal",
      reason,
      object: { kind: "Pod", namespace: "shop", name: "web" },
      message: "",
      count: 1,
      lastSeen: "2026-01-01T00:00:00Z",
    },
  ],
});

test("an agent is welcomed with its rhythm and gets its desired state", async () => {
  const { url, ports, tunnel } = await start({ heartbeatMs: 5000 });
  ports.desiredNow = { generation: 3, kubernetesVersion: "1.37.2", layers: [] };
  const agent = new TestAgent(url, "token-a");
  await agent.hello("cls_a");
  await vi.waitFor(() => expect(agent.heard).toHaveLength(2));
  expect(agent.heard[0]).toMatchObject({ type: "welcome", protocol: 1, heartbeatMs: 5000 });
  expect(agent.heard[1]).toMatchObject({ type: "desired", generation: 3 });
  expect(tunnel.connected("cls_a")).toBe(true);
  expect(tunnel.connected("cls_b")).toBe(false);

  ports.desiredNow = { generation: 4, kubernetesVersion: "1.37.2", layers: [] };
  tunnel.notify("cls_a");
  tunnel.notify("cls_b");
  await vi.waitFor(() => expect(agent.heard.at(-1)).toMatchObject({ generation: 4 }));
});

test.each([
  ["no token", undefined],
  ["an unknown token", "stolen"],
  ["a token that is not one", "a b"],
])("%s is answered with 401 and no socket", async (_name, token) => {
  const { url, logLines } = await start();
  await expect(new TestAgent(url, token).opened).rejects.toThrow("401");
  expect(logLines.join("")).not.toContain("stolen");
});

test("a web page cannot open a tunnel, even with a valid token", async () => {
  const { url } = await start();
  const agent = new TestAgent(url, "token-a", { origin: "https://evil.example" });
  await expect(agent.opened).rejects.toThrow("403");
});

test("upgrades of other paths are left to their own listener", async () => {
  const { url, server } = await start();
  const other = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (request.url === "/hmr") other.handleUpgrade(request, socket, head, (ws) => ws.close(1000));
  });
  const page = new TestAgent(url, undefined, { path: "/hmr" });
  expect((await page.closed).code).toBe(1000);
});

test("where nobody else listens, upgrades of other paths are refused and closed at once", async () => {
  const { url } = await start({ alone: true });
  const { host, port, hostname } = new URL(url.replace("ws:", "http:"));
  const socket = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
  socket.write(
    `GET /elsewhere HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
  );
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  await once(socket, "end");
  expect(answer).toMatch(/^HTTP\/1\.1 404 Not Found/);
  // Our side stays open, and the server holds nothing for it.
  const { server } = fixtures[0] ?? {};
  const open = () => new Promise((resolve) => server?.getConnections((_, count) => resolve(count)));
  await vi.waitFor(async () => expect(await open()).toBe(0));
  socket.destroy();
  const agent = new TestAgent(url, "token-a");
  await agent.hello("cls_a");
  await vi.waitFor(() => expect(agent.heard[0]).toMatchObject({ type: "welcome" }));
});

test("another protocol version is refused with a reason both can read", async () => {
  const { url, ports } = await start();
  const agent = new TestAgent(url, "token-a");
  await agent.hello("cls_a", 7);
  expect((await agent.closed).code).toBe(4426);
  expect(agent.heard[0]).toMatchObject({ type: "refused", code: "UNSUPPORTED_PROTOCOL" });
  expect(JSON.stringify(agent.heard[0])).toContain("protocol 1; the agent speaks 7");
  expect(ports.refusals[0]).toMatchObject({ clusterId: "cls_a", code: "UNSUPPORTED_PROTOCOL" });
});

test("a hello with another cluster's identity is refused and audited under the token's owner", async () => {
  const { url, ports, tunnel } = await start();
  const agent = new TestAgent(url, "token-a");
  await agent.hello("cls_b");
  expect((await agent.closed).code).toBe(4403);
  expect(ports.refusals).toMatchObject([{ clusterId: "cls_a", code: "WRONG_IDENTITY" }]);
  expect(tunnel.connected("cls_b")).toBe(false);
});

test("a message of 50 MB closes only the connection that sent it", async () => {
  const { url, tunnel } = await start();
  const big = new TestAgent(url, "token-a");
  const other = new TestAgent(url, "token-b");
  await Promise.all([big.hello("cls_a"), other.hello("cls_b")]);
  await vi.waitFor(() => expect(tunnel.connected("cls_a") && tunnel.connected("cls_b")).toBe(true));
  big.sendRaw(Buffer.alloc(50 * 1024 * 1024, "x"));
  expect((await big.closed).code).toBe(1009);
  expect(tunnel.connected("cls_b")).toBe(true);
});

test("a newer connection replaces the older one, which is told why", async () => {
  const { url, tunnel, ports } = await start();
  const older = new TestAgent(url, "token-a");
  await older.hello("cls_a");
  await vi.waitFor(() => expect(tunnel.connected("cls_a")).toBe(true));
  const newer = new TestAgent(url, "token-a");
  await newer.hello("cls_a");
  expect((await older.closed).code).toBe(4409);
  expect(older.heard.at(-1)).toMatchObject({ type: "refused", code: "REPLACED" });
  expect(tunnel.connected("cls_a")).toBe(true);
  expect(ports.log).toEqual(["+cls_a", "+cls_a"]);
  newer.close();
  await vi.waitFor(() => expect(ports.log.at(-1)).toBe("-cls_a"));
});

test("whoever says nothing, or the wrong thing first, is cut off", async () => {
  const { url } = await start({ helloTimeoutMs: 30 });
  const silent = new TestAgent(url, "token-a");
  expect((await silent.closed).code).toBe(4408);
  const rude = new TestAgent(url, "token-a");
  await rude.opened;
  rude.send(heartbeat);
  expect((await rude.closed).code).toBe(4400);
});

test("a malformed report is refused, the connection lives on", async () => {
  const { url, ports } = await start();
  const agent = new TestAgent(url, "token-a");
  await agent.hello("cls_a");
  agent.send({ ...eventsReport(1, "Pulled"), data: { reason: 5 } });
  agent.send(eventsReport(2, "Pulled"));
  await vi.waitFor(() => expect(ports.reports).toHaveLength(1));
  await vi.waitFor(() =>
    expect(agent.heard.some((message) => message.type === "refused")).toBe(true),
  );
});

test("a flood is cut off", async () => {
  const { url } = await start({ messagesPerSecond: 1, messageBurst: 5 });
  const agent = new TestAgent(url, "token-a");
  await agent.hello("cls_a");
  for (let n = 0; n < 10; n += 1) agent.send(heartbeat);
  expect((await agent.closed).code).toBe(4429);
});

test("a flood of bytes is cut off, however few the messages", async () => {
  const { url } = await start({ bytesPerSecond: 10, byteBurst: 2000 });
  const agent = new TestAgent(url, "token-a");
  await agent.hello("cls_a");
  agent.sendRaw(JSON.stringify({ type: "heartbeat", padding: "x".repeat(3000) }));
  expect((await agent.closed).code).toBe(4429);
});

test("an open connection ends once its token stands no longer, the others stay", async () => {
  const { url, ports, tunnel } = await start();
  const [a, b] = [new TestAgent(url, "token-a"), new TestAgent(url, "token-b")];
  await Promise.all([a.hello("cls_a"), b.hello("cls_b")]);
  await vi.waitFor(() => expect(tunnel.connected("cls_a") && tunnel.connected("cls_b")).toBe(true));
  ports.tokens.delete("token-a");
  await tunnel.recheck();
  expect((await a.closed).code).toBe(4403);
  expect(tunnel.connected("cls_b")).toBe(true);
});

test("a report under a token that stands no longer is not kept and ends the connection", async () => {
  const { url, ports } = await start();
  const agent = new TestAgent(url, "token-a");
  await agent.hello("cls_a");
  ports.tokens.delete("token-a");
  agent.send(eventsReport(1, "Pulled"));
  expect((await agent.closed).code).toBe(4403);
  expect(ports.reports).toEqual([]);
});

test("a cluster holds three connections at most, also before they say hello", async () => {
  const { url } = await start();
  const held = [1, 2, 3].map(() => new TestAgent(url, "token-a"));
  await Promise.all(held.map((agent) => agent.opened));
  await expect(new TestAgent(url, "token-a").opened).rejects.toThrow("429");
  await new TestAgent(url, "token-b").opened;
  held[0]?.close();
  await held[0]?.closed;
  await vi.waitFor(() => new TestAgent(url, "token-a").opened);
});

test("heartbeats are saved in batches, each cluster once", async () => {
  const { url, ports, tunnel } = await start({ batchMs: 60 });
  const a = new TestAgent(url, "token-a");
  const b = new TestAgent(url, "token-b");
  await Promise.all([a.hello("cls_a"), b.hello("cls_b")]);
  await vi.waitFor(() => expect(tunnel.connected("cls_a") && tunnel.connected("cls_b")).toBe(true));
  a.send(heartbeat);
  a.send(heartbeat);
  b.send(heartbeat);
  await vi.waitFor(() => expect(ports.batches).toHaveLength(1));
  const heard = ports.batches[0]?.map(({ clusterId }) => clusterId).sort();
  expect(heard).toEqual(["cls_a", "cls_b"]);
});

/** Lets one saving fail with this code. */
function failOnce(ports: TunnelFixture["ports"], code: string): void {
  const save = ports.saveReport;
  let failures = 1;
  ports.saveReport = async (identity, report) => {
    if (failures-- > 0) throw Object.assign(new Error("not saved"), { code });
    return save(identity, report);
  };
}

test("a report is saved later when the database was away; an outdated one never is", async () => {
  const { url, ports } = await start();
  failOnce(ports, "CONNECTION_CLOSED");
  const agent = new TestAgent(url, "token-a");
  await agent.hello("cls_a");
  agent.send(eventsReport(2, "second"));
  agent.send(eventsReport(1, "first"));
  await vi.waitFor(() => expect(ports.reports).toHaveLength(1), { timeout: 5000 });
  expect(ports.reports[0]).toMatchObject({ revision: 2 });
});

test("a report that the database refuses is dropped with one line, and the next is saved", async () => {
  const { url, ports, logLines } = await start();
  failOnce(ports, "22P05");
  const agent = new TestAgent(url, "token-a");
  await agent.hello("cls_a");
  agent.send(eventsReport(1, "refused"));
  agent.send(eventsReport(2, "good"));
  await vi.waitFor(() => expect(ports.reports).toHaveLength(1), { timeout: 5000 });
  expect(ports.reports[0]).toMatchObject({ revision: 2 });
  expect(logLines.filter((line) => line.includes("report"))).toEqual([
    expect.stringContaining("report dropped"),
  ]);
});

test("a peer that is gone without a word is noticed", async () => {
  const { url, tunnel, ports } = await start({ pingMs: 40 });
  const socket = await rawPeer(url, "token-a", "cls_a");
  await vi.waitFor(() => expect(tunnel.connected("cls_a")).toBe(true));
  await vi.waitFor(() => expect(ports.log.at(-1)).toBe("-cls_a"));
  socket.destroy();
});

test("a slow connection gets a desired state of 16 MB, though pings wait behind it", async () => {
  const { url, ports } = await start({ pingMs: 40 });
  const large = 16 * 1024 * 1024;
  ports.desiredNow = { generation: 1, kubernetesVersion: "1".repeat(large), layers: [] };
  const socket = await rawPeer(url, "token-a", "cls_a");
  let received = 0;
  socket.on("data", (chunk) => {
    received += chunk.length;
    // One part each 4 ms: the whole takes far longer than several pings.
    socket.pause();
    setTimeout(() => socket.resume(), 4);
  });
  await once(socket, "close");
  expect(received).toBeGreaterThan(large);
  expect(ports.log).toContain("-cls_a");
});

test("a stopping server tells its agents when to come back", async () => {
  const fixture = await start();
  const agent = new TestAgent(fixture.url, "token-a");
  await agent.hello("cls_a");
  await vi.waitFor(() => expect(fixture.tunnel.connected("cls_a")).toBe(true));
  await fixture.tunnel.close(1000);
  expect((await agent.closed).code).toBe(4503);
  const last = agent.heard.at(-1);
  expect(last).toMatchObject({ type: "refused", code: "SERVER_STOPPING" });
  expect(last).toHaveProperty("retryAfterMs");
});

/** Shakes hands by hand and then answers no ping, as a machine that lost its power. */
async function rawPeer(url: string, token: string, clusterId: string) {
  const { host, port, hostname } = new URL(url.replace("ws:", "http:"));
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  socket.write(
    `GET /api/agent/connect HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${Buffer.alloc(16).toString("base64")}\r\n` +
      `Authorization: Bearer ${token}\r\n\r\n`,
  );
  await once(socket, "data");
  const body = Buffer.from(
    JSON.stringify({ type: "hello", protocol: 1, agentVersion: "0", clusterId }),
  );
  // One masked text frame with a mask of zeros.
  socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), body]));
  return socket;
}
