import type { WebSocket } from "ws";
import { closeCodes, type CloseCode, type RefusalCode } from "@/server/domain/agent/limits";
import type { AgentMessage, ReportMessage, ServerMessage } from "@/server/domain/agent/messages";
import { parseAgentMessage, type Parsed } from "@/server/domain/agent/parse";
import type { Log } from "@/server/platform/log/log";
import type { AgentIdentity } from "./ports";
import { RateLimit } from "./rate-limit";

/** How a connection is watched. */
export interface ConnectionLimits {
  helloTimeoutMs: number;
  pingMs: number;
  messagesPerSecond: number;
  messageBurst: number;
  bytesPerSecond: number;
  byteBurst: number;
}

/** What a connection tells its tunnel. */
export interface ConnectionEvents {
  hello(connection: AgentConnection): void;
  heartbeat(connection: AgentConnection): void;
  report(connection: AgentConnection, report: ReportMessage): void;
  refused(connection: AgentConnection, code: RefusalCode, detail: string): void;
  closed(connection: AgentConnection, reason: string): void;
}

const closeOf: Record<RefusalCode, CloseCode> = {
  BAD_MESSAGE: closeCodes.badMessage,
  HELLO_EXPECTED: closeCodes.badMessage,
  WRONG_IDENTITY: closeCodes.wrongIdentity,
  REPLACED: closeCodes.replaced,
  UNSUPPORTED_PROTOCOL: closeCodes.unsupportedProtocol,
  TOO_MANY_MESSAGES: closeCodes.tooManyMessages,
  SERVER_STOPPING: closeCodes.serverStopping,
};

/** A peer that reads nothing while this much waits for it is cut off. */
const maxBufferedBytes = 64 * 1024 * 1024;
/** A desired state may have megabytes, and pings wait behind it: so slow may a connection be. */
const slowestBytesPerMs = 125;
/** After this many malformed messages the connection is closed. */
const maxBadMessages = 10;

/** One accepted socket: reads, checks and bounds what comes in; knows whether the peer still lives. */
export class AgentConnection {
  readonly identity: AgentIdentity;
  agentVersion = "";
  readonly #socket: WebSocket;
  readonly #events: ConnectionEvents;
  readonly #log: Log;
  readonly #messages: RateLimit;
  readonly #bytes: RateLimit;
  readonly #helloTimer: NodeJS.Timeout;
  readonly #pingTimer: NodeJS.Timeout;
  #greeted = false;
  #alive = true;
  /** Until then a large message may still be on its way. */
  #busyUntil = 0;
  #badMessages = 0;
  #refusal: string | undefined;

  constructor(
    socket: WebSocket,
    identity: AgentIdentity,
    limits: ConnectionLimits,
    events: ConnectionEvents,
    log: Log,
  ) {
    this.identity = identity;
    this.#socket = socket;
    this.#events = events;
    this.#log = log;
    const now = performance.now();
    this.#messages = new RateLimit(limits.messagesPerSecond, limits.messageBurst, now);
    this.#bytes = new RateLimit(limits.bytesPerSecond, limits.byteBurst, now);
    this.#helloTimer = setTimeout(() => {
      this.refuse("HELLO_EXPECTED", "No hello arrived in time.", closeCodes.helloTimeout);
    }, limits.helloTimeoutMs);
    this.#pingTimer = setInterval(() => this.#checkAlive(), limits.pingMs);
    socket.on("message", (data, isBinary) => this.#receive(data.toString(), isBinary));
    socket.on("pong", () => (this.#alive = true));
    // ws closes with 1009 by itself when a message is too large; the error comes first.
    socket.on("error", (error) => this.#log.warn({ error: error.message }, "agent socket failed"));
    socket.on("close", (code, reason) => this.#closed(code, reason.toString()));
  }

  send(message: ServerMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > maxBufferedBytes) {
      this.#log.warn("agent does not read; closing the connection");
      this.#socket.terminate();
      return;
    }
    const text = JSON.stringify(message);
    const now = performance.now();
    this.#busyUntil = Math.max(now, this.#busyUntil) + text.length / slowestBytesPerMs;
    this.#socket.send(text);
  }

  /** Says why, then closes. */
  refuse(code: RefusalCode, message: string, close?: CloseCode, retryAfterMs?: number): void {
    if (this.#refusal !== undefined) return;
    this.#refusal = message;
    this.send({
      type: "refused",
      code,
      message,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
    this.#socket.close(close ?? closeOf[code], message.slice(0, 120));
    this.#events.refused(this, code, message);
    // A peer that does not answer the closing handshake is not waited for.
    setTimeout(() => this.#socket.terminate(), 5000).unref();
  }

  #receive(text: string, isBinary: boolean): void {
    if (this.#refusal !== undefined) return;
    this.#alive = true;
    const now = performance.now();
    if (!this.#messages.take(now) || !this.#bytes.take(now, text.length)) {
      this.refuse("TOO_MANY_MESSAGES", "The agent sends more than allowed.");
      return;
    }
    const parsed: Parsed<AgentMessage> = isBinary
      ? { ok: false, code: "BAD_MESSAGE", reason: "Messages are text." }
      : parseAgentMessage(text);
    if (!parsed.ok) this.#receiveBad(parsed.code, parsed.reason);
    else if (!this.#greeted) this.#receiveFirst(parsed.message);
    else if (parsed.message.type === "heartbeat") this.#events.heartbeat(this);
    else if (parsed.message.type === "report") this.#events.report(this, parsed.message);
  }

  /** A malformed report must not cut the agent off for ever, so the connection survives a few. */
  #receiveBad(code: RefusalCode, reason: string): void {
    this.#badMessages += 1;
    const fatal = code !== "BAD_MESSAGE" || !this.#greeted || this.#badMessages >= maxBadMessages;
    if (fatal) {
      this.refuse(code, reason);
      return;
    }
    this.#log.warn({ reason }, "agent message refused");
    this.send({ type: "refused", code, message: reason });
  }

  #receiveFirst(message: AgentMessage): void {
    if (message.type !== "hello") {
      this.refuse("HELLO_EXPECTED", "The first message must be a hello.");
      return;
    }
    if (message.clusterId !== this.identity.clusterId) {
      this.refuse("WRONG_IDENTITY", "The token of this agent belongs to another cluster.");
      return;
    }
    clearTimeout(this.#helloTimer);
    this.#greeted = true;
    this.agentVersion = message.agentVersion;
    this.#events.hello(this);
  }

  #checkAlive(): void {
    const busy = this.#socket.bufferedAmount > 0 && performance.now() < this.#busyUntil;
    if (!this.#alive && !busy) {
      this.#log.warn("agent does not answer; closing the connection");
      this.#socket.terminate();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  #closed(code: number, reason: string): void {
    clearTimeout(this.#helloTimer);
    clearInterval(this.#pingTimer);
    this.#events.closed(this, this.#refusal ?? (reason || `closed with code ${code}`));
  }
}
