import { WebSocket } from "ws";
import {
  agentConnectPath,
  agentProtocol,
  closeCodes,
  maxDesiredBytes,
} from "@/server/domain/agent/limits";
import type { AgentMessage, ServerMessage } from "@/server/domain/agent/messages";
import { parseServerMessage } from "@/server/domain/agent/parse";
import { backoff } from "@/server/domain/agent/rhythm";
import { messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";
import { Bell } from "@/server/agent/bell";
import { openServerSocket, type ServerAccess } from "./server-access";

/** What the link tells. `welcome` comes once per connection, before anything else. */
export interface LinkEvents {
  message(message: Exclude<ServerMessage, { type: "refused" | "ping" }>): void;
  down(): void;
}

/** How the link behaves. */
export interface LinkSettings {
  access: ServerAccess;
  clusterId: string;
  agentVersion: string;
  reconnect: { firstMs: number; maxMs: number };
  log: Log;
}

/** Refusals that another try soon would not change. */
const patient = new Set<number>([
  closeCodes.wrongIdentity,
  closeCodes.unsupportedProtocol,
  closeCodes.replaced,
]);
const patientMs = 30_000;
/** Servers ping; silence beyond this means that the connection is dead. */
const silenceMs = 60_000;
const handshakeMs = 15_000;

/** The outbound connection to the server. It comes back by itself, in growing pauses and never in step with others. */
export class AgentLink {
  readonly #settings: LinkSettings;
  readonly #events: LinkEvents;
  #socket: WebSocket | undefined;
  #welcomed = false;
  #retryAfterMs: number | undefined;
  #failures = 0;

  constructor(settings: LinkSettings, events: LinkEvents) {
    this.#settings = settings;
    this.#events = events;
  }

  /** True once the server has accepted this connection. */
  get up(): boolean {
    return this.#welcomed;
  }

  /** Sends when the connection is up; false otherwise. */
  send(message: AgentMessage): boolean {
    if (!this.#welcomed || this.#socket === undefined) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** Stays connected until the signal fires. */
  async start(stop: AbortSignal): Promise<void> {
    const { log, reconnect } = this.#settings;
    while (!stop.aborted) {
      const code = await this.#connectOnce(stop).catch((error: unknown) => {
        log.warn({ error: messageOf(error) }, "no connection to the server");
        return undefined;
      });
      if (stop.aborted) return;
      this.#failures += 1;
      const grown = backoff(this.#failures, reconnect, Math.random());
      const asked = this.#retryAfterMs ?? (patient.has(code ?? 0) ? patientMs : 0);
      this.#retryAfterMs = undefined;
      await new Bell().wait(Math.max(grown, asked), stop);
    }
  }

  /** One connection from its beginning to its end; resolves with the close code. */
  async #connectOnce(stop: AbortSignal): Promise<number> {
    const { access } = this.#settings;
    const connection = await openServerSocket(access);
    const socket = new WebSocket(new URL(agentConnectPath, access.url), {
      createConnection: () => connection,
      headers: { authorization: `Bearer ${access.token}` },
      maxPayload: maxDesiredBytes,
      perMessageDeflate: false,
      handshakeTimeout: handshakeMs,
      followRedirects: false,
    });
    this.#socket = socket;
    const end = () => socket.close(1000, "The agent stops.");
    stop.addEventListener("abort", end, { once: true });
    let silence = setTimeout(() => socket.terminate(), silenceMs);
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => socket.terminate(), silenceMs);
    };
    try {
      return await new Promise((resolve, reject) => {
        socket.on("open", () => {
          // Any byte is a sign of life: pings wait behind a desired state of many megabytes.
          connection.on("data", heard);
          this.#hello(socket);
        });
        socket.on("ping", heard);
        socket.on("message", (data) => {
          heard();
          this.#receive(data.toString());
        });
        socket.on("error", reject);
        socket.on("close", resolve);
        if (stop.aborted) end();
      });
    } finally {
      clearTimeout(silence);
      stop.removeEventListener("abort", end);
      this.#socket = undefined;
      if (this.#welcomed) {
        this.#welcomed = false;
        this.#settings.log.info("connection to the server is down");
        this.#events.down();
      }
    }
  }

  #hello(socket: WebSocket): void {
    const { agentVersion, clusterId } = this.#settings;
    const hello: AgentMessage = { type: "hello", protocol: agentProtocol, agentVersion, clusterId };
    socket.send(JSON.stringify(hello));
  }

  #receive(text: string): void {
    const { log } = this.#settings;
    const parsed = parseServerMessage(text);
    if (!parsed.ok) {
      log.warn({ reason: parsed.reason }, "message of the server not understood");
      return;
    }
    const { message } = parsed;
    if (message.type === "refused") {
      log.warn({ code: message.code, reason: message.message }, "refused by the server");
      this.#retryAfterMs = message.retryAfterMs;
      return;
    }
    if (message.type === "ping") return;
    if (message.type === "welcome") {
      this.#welcomed = true;
      this.#failures = 0;
      log.info({ heartbeatMs: message.heartbeatMs }, "connected to the server");
    }
    this.#events.message(message);
  }
}
