import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import getPort from "get-port";
import { afterEach, expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { openServers, refuseTakenPort } from "./listen";

const opened: Server[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function open(host: string) {
  const server = createServer((_, response) => response.end("console"));
  const tunnel = new WebSocketServer({ server });
  const port = await getPort();
  const servers = await openServers(server, { host, port });
  opened.push(...servers);
  return { tunnel, port, servers };
}
const pageAt = async (address: string) => (await fetch(`http://${address}`)).text();

test("with HOST=127.0.0.2 people reach that address, and agents the console on 127.0.0.1", async () => {
  const { tunnel, port } = await open("127.0.0.2");
  expect(await pageAt(`127.0.0.2:${port}`)).toBe("console");
  expect(await pageAt(`127.0.0.1:${port}`)).toBe("console");
  const agent = new WebSocket(`ws://127.0.0.1:${port}/`);
  await Promise.all([once(tunnel, "connection"), once(agent, "open")]);
  agent.terminate();
});

test.each(["127.0.0.1", "0.0.0.0"])("with HOST=%s one server answers both", async (host) => {
  const { port, servers } = await open(host);
  expect(servers).toHaveLength(1);
  expect(await pageAt(`127.0.0.1:${port}`)).toBe("console");
});

test("a port that another program holds on 127.0.0.1 is said before anything starts", async () => {
  const port = await getPort();
  const other = createTcpServer().listen(port, "127.0.0.1");
  await once(other, "listening");
  const refused = refuseTakenPort({ host: "127.0.0.2", port });
  await expect(refused).rejects.toThrow(`Port ${port} is taken`);
  other.close();
  await once(other, "close");
  await refuseTakenPort({ host: "127.0.0.2", port });
});
