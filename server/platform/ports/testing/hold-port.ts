import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { LOOPBACK } from "../ports";

/** Listens on a port of 127.0.0.1 as a stranger would. Throws when somebody holds it. */
export async function holdPort(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  await once(server.listen(port, LOOPBACK), "listening");
  return server;
}

/** Gives a held port back; resolves once it is free. */
export async function releasePort(server: Server): Promise<void> {
  await once(server.close(), "close");
}
