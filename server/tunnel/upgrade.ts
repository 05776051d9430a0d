import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { agentConnectPath } from "@/server/domain/agent/limits";
import { messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";
import type { AgentIdentity } from "./ports";

const maxTokenLength = 512;

/** True when a request is meant for the tunnel. */
export function isTunnelRequest(request: IncomingMessage): boolean {
  return request.url?.split("?")[0] === agentConnectPath;
}

/** Answers an upgrade with a plain HTTP refusal and ends the connection. */
export function rejectUpgrade(socket: Duplex, status: string, message: string): void {
  const body = JSON.stringify({ message });
  // Whoever keeps its own side open would hold the connection.
  socket.once("finish", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/**
 * Who asks for the upgrade; undefined after the request was refused.
 * A request with an Origin comes from a browser, and no web page may open a tunnel.
 */
export async function identify(
  request: IncomingMessage,
  socket: Duplex,
  authenticate: (token: string) => Promise<AgentIdentity | null>,
  log: Log,
): Promise<AgentIdentity | undefined> {
  if (request.headers.origin !== undefined) {
    rejectUpgrade(socket, "403 Forbidden", "Browsers cannot open an agent connection.");
    return undefined;
  }
  const token = bearerToken(request.headers.authorization);
  if (token === undefined) {
    rejectUpgrade(socket, "401 Unauthorized", "Send the agent's token as a bearer token.");
    return undefined;
  }
  try {
    const identity = await authenticate(token);
    if (identity !== null) return identity;
    rejectUpgrade(socket, "401 Unauthorized", "The agent's token is unknown or was revoked.");
  } catch (error) {
    log.error({ error: messageOf(error) }, "agent could not be identified");
    rejectUpgrade(socket, "503 Service Unavailable", "The server cannot check the token now.");
  }
  return undefined;
}

function bearerToken(header: string | undefined): string | undefined {
  const match = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(header ?? "");
  const token = match?.[1];
  return token !== undefined && token.length <= maxTokenLength ? token : undefined;
}
