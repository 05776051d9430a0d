import type { z } from "zod";
import { agentProtocol, type RefusalCode } from "./limits";
import { agentMessage, serverMessage, type AgentMessage, type ServerMessage } from "./messages";

/** Either the message, or why it was not accepted. */
export type Parsed<T> = { ok: true; message: T } | { ok: false; code: RefusalCode; reason: string };

/** Reads a message of an agent. An unknown protocol version is told apart from a malformed message. */
export function parseAgentMessage(text: string): Parsed<AgentMessage> {
  const raw = parseJson(text);
  if (raw === undefined) return bad("The message is not JSON.");
  const protocol = protocolOf(raw);
  if (protocol !== undefined && protocol !== agentProtocol) {
    return { ok: false, code: "UNSUPPORTED_PROTOCOL", reason: protocolRefusal(protocol) };
  }
  return check(agentMessage, raw);
}

/** Reads a message of the server. */
export function parseServerMessage(text: string): Parsed<ServerMessage> {
  const raw = parseJson(text);
  return raw === undefined ? bad("The message is not JSON.") : check(serverMessage, raw);
}

/** What an agent of another protocol is told. */
export function protocolRefusal(protocol: unknown): string {
  const theirs = typeof protocol === "number" ? String(protocol) : "an unknown version";
  return (
    `This server speaks agent protocol ${agentProtocol}; the agent speaks ${theirs}. ` +
    "Run the agent of the same Lamina release as the server."
  );
}

function check<T>(schema: z.ZodType<T>, raw: unknown): Parsed<T> {
  const result = schema.safeParse(raw);
  if (result.success) return { ok: true, message: result.data };
  const issue = result.error.issues[0];
  // Only the place and zod's own words: the refused content may hold anything.
  return bad(`${issue?.path.join(".") || "message"}: ${issue?.message ?? "not accepted"}`);
}

function bad(reason: string): { ok: false; code: RefusalCode; reason: string } {
  return { ok: false, code: "BAD_MESSAGE", reason: reason.slice(0, 500) };
}

/** The protocol named by a hello; undefined for every other message. */
function protocolOf(raw: unknown): unknown {
  if (typeof raw !== "object" || raw === null) return undefined;
  if (!("type" in raw) || raw.type !== "hello") return undefined;
  return "protocol" in raw ? raw.protocol : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
