import { z } from "zod";
import { refusalCodes } from "./limits";
import { renderedLayer } from "./rendered-layer";
import { reportData, type ReportKind } from "./reports";
import { bounded, timeText } from "./text";

/** First message of an agent. `protocol` is read on its own first, so any version gets a clear answer. */
export const helloMessage = z.object({
  type: z.literal("hello"),
  protocol: z.number().int(),
  agentVersion: bounded(64),
  clusterId: bounded(64),
});

/** A sign of life and nothing else: what an agent sees is told by its reports, once, when it changes. */
export const heartbeatMessage = z.object({ type: z.literal("heartbeat") });

/** What PostgreSQL's integer holds. */
const revision = z.number().int().nonnegative().max(2_147_483_647);

/** `revision` grows with every report of a connection; an older one never replaces a newer one. */
function reportOf<K extends ReportKind>(kind: K) {
  return z.object({
    type: z.literal("report"),
    kind: z.literal(kind),
    revision,
    data: reportData[kind],
  });
}

export const reportMessage = z.discriminatedUnion("kind", [
  reportOf("nodes"),
  reportOf("workloads"),
  reportOf("events"),
  reportOf("layers"),
]);
export type ReportMessage = z.output<typeof reportMessage>;

/** Everything an agent says. */
export const agentMessage = z.discriminatedUnion("type", [
  helloMessage,
  heartbeatMessage,
  reportMessage,
]);
export type AgentMessage = z.output<typeof agentMessage>;

/** The rhythm an agent obeys: a heartbeat each `heartbeatMs`, moved by up to `jitter` (0.2 = 20 %). */
export const welcomeMessage = z.object({
  type: z.literal("welcome"),
  protocol: z.number().int(),
  heartbeatMs: z.number().int().min(50).max(3_600_000),
  jitter: z.number().min(0).max(1),
  serverTime: timeText,
});

/** What the cluster shall hold. A higher generation is newer. */
export const desiredMessage = z.object({
  type: z.literal("desired"),
  generation: z.number().int().nonnegative(),
  kubernetesVersion: bounded(64),
  layers: z.array(renderedLayer).max(200),
});
export type DesiredState = Omit<z.output<typeof desiredMessage>, "type">;

/** A person asked to try failed layers again now instead of after the pause. */
export const retryMessage = z.object({ type: z.literal("retry") });

export const pingMessage = z.object({ type: z.literal("ping") });

/** Something was not accepted. `retryAfterMs` spreads agents that must come back later. */
export const refusedMessage = z.object({
  type: z.literal("refused"),
  code: z.enum(refusalCodes),
  message: bounded(512),
  retryAfterMs: z.number().int().nonnegative().optional(),
});
export type RefusedMessage = z.output<typeof refusedMessage>;

/** Everything a server says. */
export const serverMessage = z.discriminatedUnion("type", [
  welcomeMessage,
  desiredMessage,
  retryMessage,
  pingMessage,
  refusedMessage,
]);
export type ServerMessage = z.output<typeof serverMessage>;
