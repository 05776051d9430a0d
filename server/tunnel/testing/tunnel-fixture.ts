import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket } from "ws";
import { agentConnectPath, agentPackPath, type RefusalCode } from "@/server/domain/agent/limits";
import type { DesiredState, ReportMessage, ServerMessage } from "@/server/domain/agent/messages";
import { parseServerMessage } from "@/server/domain/agent/parse";
import { createLog } from "@/server/platform/log/log";
import type { AgentIdentity, TunnelPorts } from "@/server/tunnel/ports";
import { attachTunnel, type Tunnel, type TunnelSettings } from "@/server/tunnel/tunnel";

/** Ports that remember what they were told; `desiredNow` and `saveReport` can be changed by a test. */
export class RecordingPorts implements TunnelPorts {
  readonly tokens = new Map<string, AgentIdentity>();
  readonly batches: AgentIdentity[][] = [];
  readonly reports: ReportMessage[] = [];
  readonly refusals: { clusterId: string; code: RefusalCode; detail: string }[] = [];
  readonly log: string[] = [];
  /** Pack content by digest: base64 by path. */
  readonly packs = new Map<string, Record<string, string>>();
  desiredNow: DesiredState | null = null;

  addAgent(clusterId: string, token: string): void {
    const agentId = `agt_${clusterId}`;
    this.tokens.set(token, { clusterId, tenantId: "tnt_1", agentId, tokenHash: token });
  }

  authenticate = async (token: string) => this.tokens.get(token) ?? null;
  desired = async () => this.desiredNow;
  saveHeartbeats = async (batch: readonly AgentIdentity[]) => void this.batches.push([...batch]);
  saveReport = async (identity: AgentIdentity, report: ReportMessage) => {
    if (!this.tokens.has(identity.tokenHash)) return false;
    this.reports.push(report);
    return true;
  };
  revoked = async (identities: readonly AgentIdentity[]) =>
    identities.filter((identity) => !this.tokens.has(identity.tokenHash));
  connected = async (identity: AgentIdentity) => void this.log.push(`+${identity.clusterId}`);
  disconnected = async (identity: AgentIdentity) => void this.log.push(`-${identity.clusterId}`);
  refused = async (identity: AgentIdentity, code: RefusalCode, detail: string) =>
    void this.refusals.push({ clusterId: identity.clusterId, code, detail });
}

/** A tunnel on a free port of this machine. */
export interface TunnelFixture {
  url: string;
  server: Server;
  tunnel: Tunnel;
  ports: RecordingPorts;
  logLines: string[];
  stop(): Promise<void>;
}

export async function startTunnel(
  settings: Partial<TunnelSettings> = {},
  port = 0,
): Promise<TunnelFixture> {
  const ports = new RecordingPorts();
  const server = createServer((request, response) => {
    const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
    const digest = decodeURIComponent(request.url?.split(`${agentPackPath}/`)[1] ?? "");
    const files = ports.tokens.has(token) ? ports.packs.get(digest) : undefined;
    response.statusCode = files === undefined ? 404 : 200;
    response.end(JSON.stringify({ files }));
  });
  const logLines: string[] = [];
  const log = createLog("debug", { write: (line: string) => void logLines.push(line) });
  const tunnel = attachTunnel(server, ports, { log, ...settings });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${address.port}`,
    server,
    tunnel,
    ports,
    logLines,
    stop: async () => {
      await tunnel.close(0);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A hand-driven peer: says what a test wants, keeps what it hears. */
export class TestAgent {
  readonly heard: ServerMessage[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly opened: Promise<void>;
  readonly #socket: WebSocket;

  constructor(
    url: string,
    token: string | undefined,
    options: { path?: string; origin?: string } = {},
  ) {
    const headers = {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(options.origin !== undefined && { origin: options.origin }),
    };
    this.#socket = new WebSocket(`${url}${options.path ?? agentConnectPath}`, { headers });
    this.opened = new Promise((resolve, reject) => {
      this.#socket.once("open", resolve);
      this.#socket.once("error", reject);
    });
    this.opened.catch(() => undefined);
    this.closed = new Promise((resolve) => {
      this.#socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.#socket.on("message", (data) => {
      const parsed = parseServerMessage(data.toString());
      if (parsed.ok) this.heard.push(parsed.message);
    });
  }

  async hello(clusterId: string, protocol = 1): Promise<void> {
    await this.opened;
    this.send({ type: "hello", protocol, agentVersion: "0.1.0", clusterId });
  }

  send(message: unknown): void {
    this.#socket.send(JSON.stringify(message));
  }

  sendRaw(data: string | Buffer): void {
    this.#socket.send(data, () => undefined);
  }

  close(): void {
    this.#socket.close();
  }
}
