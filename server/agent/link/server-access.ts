import { createHash } from "node:crypto";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { AppError } from "@/server/domain/errors/app-error";

/** Where the server is and how the agent proves who it is. */
export interface ServerAccess {
  /** `wss://lamina.example` or, on this machine only, `ws://127.0.0.1:3000`. */
  url: URL;
  token: string;
  /** Base64 SHA-256 of the server's public key; then no certificate authority is needed. */
  pin?: string;
}

const connectTimeoutMs = 15_000;

/** Checks an address before any token is sent to it. */
export function serverUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["ws:", "wss:"].includes(url.protocol)) {
    throw new AppError(
      "BAD_INPUT",
      "LAMINA_AGENT_SERVER must be an address that starts with wss://.",
    );
  }
  const local = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url.protocol === "ws:" && !local) {
    throw new AppError(
      "BAD_INPUT",
      "LAMINA_AGENT_SERVER must start with wss://: ws:// would show the agent's token to the network.",
    );
  }
  return url;
}

/** An open socket to the server whose key was checked; nothing has been sent on it yet. */
export async function openServerSocket(access: ServerAccess): Promise<Socket> {
  const { url, pin } = access;
  const secure = url.protocol === "wss:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (secure ? 443 : 80));
  const socket = secure
    ? connectTls({
        host,
        port,
        // An address is no server name (RFC 6066).
        ...(isIP(host) === 0 && { servername: host }),
        rejectUnauthorized: pin === undefined,
      })
    : connectTcp({ host, port });
  await opened(socket, secure ? "secureConnect" : "connect");
  if (pin !== undefined && secure) checkPin(socket as TLSSocket, pin); // connectTls made it
  socket.setTimeout(0);
  return socket;
}

function opened(socket: Socket, event: "connect" | "secureConnect"): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once("error", fail);
    socket.setTimeout(connectTimeoutMs, () => fail(new Error("The server does not answer.")));
    socket.once(event, () => {
      socket.off("error", fail);
      // Whoever uses the socket next hears of errors; between the two nobody may crash.
      socket.on("error", () => undefined);
      resolve();
    });
  });
}

function checkPin(socket: TLSSocket, pin: string): void {
  const key = socket.getPeerX509Certificate()?.publicKey.export({ type: "spki", format: "der" });
  const found = key === undefined ? "" : createHash("sha256").update(key).digest("base64");
  if (found === pin) return;
  socket.destroy();
  throw new AppError("FORBIDDEN", "The server's key is not the pinned one; the agent stays away.");
}
