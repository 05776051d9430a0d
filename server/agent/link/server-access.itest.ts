import { createHash, X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server } from "node:tls";
import { afterEach, expect, test } from "vitest";
import { openServerSocket, serverUrl } from "./server-access";
import { selfSigned } from "./testing/self-signed";

let server: Server | undefined;
afterEach(() => void server?.close());

async function start() {
  const { cert, key } = await selfSigned();
  const received: string[] = [];
  server = createServer({ cert, key }, (socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => void received.push(chunk.toString()));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const spki = new X509Certificate(cert).publicKey.export({ type: "spki", format: "der" });
  const pin = createHash("sha256").update(spki).digest("base64");
  return { url: serverUrl(`wss://127.0.0.1:${port}`), pin, received };
}

test("a server with the pinned key is trusted although no authority vouches for it", async () => {
  const { url, pin } = await start();
  const socket = await openServerSocket({ url, token: "t", pin });
  expect(socket.destroyed).toBe(false);
  socket.destroy();
});

test("a server with another key is left before anything was sent", async () => {
  const { url, received } = await start();
  await expect(openServerSocket({ url, token: "t", pin: "other" })).rejects.toThrow("pinned");
  expect(received).toEqual([]);
});

test("without a pin an unknown authority is refused", async () => {
  const { url } = await start();
  await expect(openServerSocket({ url, token: "t" })).rejects.toThrow();
});
