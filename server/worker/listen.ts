import { createServer, type Server } from "node:http";
import { LOOPBACK } from "@/server/platform/ports/ports";

/** Where the console listens. */
interface Address {
  host: string;
  port: number;
}

/**
 * Opens the server at its address, and at 127.0.0.1 as well when that is another one: there the agents on
 * this machine reach the console. Answers all that was opened; throws a sentence for people.
 */
export async function openServers(server: Server, { host, port }: Address): Promise<Server[]> {
  await listen(server, { host, port });
  if (answersOnLoopback(server)) return [server];
  const local = createServer();
  local.on("request", (request, response) => server.emit("request", request, response));
  local.on("upgrade", (request, socket, head) => server.emit("upgrade", request, socket, head));
  try {
    await listen(local, { host: LOOPBACK, port });
  } catch (error) {
    server.close();
    throw error;
  }
  return [server, local];
}

/** Said before anything is started: the usual mistake of a second start. */
export async function refuseTakenPort(address: Address): Promise<void> {
  const probes = await openServers(createServer(), address);
  await Promise.all(probes.map((probe) => new Promise((resolve) => probe.close(resolve))));
}

function answersOnLoopback(server: Server): boolean {
  const address = server.address();
  const all = [LOOPBACK, "0.0.0.0", "::"];
  return typeof address === "object" && address !== null && all.includes(address.address);
}

function listen(server: Server, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const taken = "code" in error && error.code === "EADDRINUSE";
      const hint = taken
        ? `Port ${port} is taken: stop the program that uses it, or start with PORT=${port + 1}.`
        : `Cannot listen on ${host}:${port}: ${error.message}`;
      reject(new Error(hint));
    });
    server.listen(port, host, resolve);
  });
}
