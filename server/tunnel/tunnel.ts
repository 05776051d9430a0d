import type { IncomingMessage, Server } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { agentProtocol, maxMessageBytes } from "@/server/domain/agent/limits";
import type { ReportMessage } from "@/server/domain/agent/messages";
import { messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";
import { AgentConnection, type ConnectionEvents, type ConnectionLimits } from "./connection";
import { HeartbeatBatch } from "./heartbeat-batch";
import type { TunnelPorts } from "./ports";
import { ReportQueue } from "./report-queue";
import { identify, isTunnelRequest, rejectUpgrade } from "./upgrade";

/** Settings of a tunnel; the defaults suit a server with thousands of agents. */
export interface TunnelSettings extends ConnectionLimits {
  heartbeatMs: number;
  jitter: number;
  batchMs: number;
  /** How often open connections are checked for a token that stands no longer. */
  recheckMs: number;
  /** Connections of one cluster, also those that have not said hello. */
  maxConnectionsPerCluster: number;
  /** Upgrades whose token is being checked at the same time; more are told to come back. */
  maxPendingUpgrades: number;
  /** Nobody else on the server takes upgrades, so those of other paths are refused. */
  alone: boolean;
}

const defaults: TunnelSettings = {
  heartbeatMs: 10_000,
  jitter: 0.2,
  batchMs: 100,
  helloTimeoutMs: 10_000,
  pingMs: 15_000,
  messagesPerSecond: 20,
  messageBurst: 100,
  bytesPerSecond: 1024 * 1024,
  byteBurst: 32 * 1024 * 1024,
  recheckMs: 60_000,
  maxConnectionsPerCluster: 3,
  maxPendingUpgrades: 256,
  alone: false,
};

/** Identities asked for in one statement. */
const identitiesPerCheck = 1000;

/** Pause after the desired state could not be read. */
const desiredRetryMs = 1000;

interface Live {
  connection: AgentConnection;
  reports: ReportQueue;
  /** True while the desired state is being read; `again` when it changed meanwhile. */
  pushing: boolean;
  again: boolean;
}

/** The server's end of all agent connections. */
export class Tunnel {
  readonly #ports: TunnelPorts;
  readonly #settings: TunnelSettings;
  readonly #log: Log;
  readonly #live = new Map<string, Live>();
  readonly #heartbeats: HeartbeatBatch;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  readonly #open = new Map<string, number>();
  readonly #recheckTimer: NodeJS.Timeout;
  #pending = 0;
  #stopping = false;

  constructor(ports: TunnelPorts, options: { log: Log } & Partial<TunnelSettings>) {
    const { log, ...settings } = options;
    this.#ports = ports;
    this.#log = log;
    this.#settings = { ...defaults, ...settings };
    this.#heartbeats = new HeartbeatBatch(
      (batch) => ports.saveHeartbeats(batch),
      this.#settings.batchMs,
      log,
    );
    this.#recheckTimer = setInterval(() => void this.recheck(), this.#settings.recheckMs);
    this.#recheckTimer.unref();
  }

  /** Ends the connections whose token stands no longer. */
  async recheck(): Promise<void> {
    const identities = [...this.#live.values()].map((live) => live.connection.identity);
    try {
      for (let from = 0; from < identities.length; from += identitiesPerCheck) {
        const some = identities.slice(from, from + identitiesPerCheck);
        for (const { clusterId } of await this.#ports.revoked(some)) this.#revoke(clusterId);
      }
    } catch (error) {
      this.#log.error({ error: messageOf(error) }, "agents' tokens not checked");
    }
  }

  #revoke(clusterId: string): void {
    const reason = "The agent's token was revoked.";
    this.#live.get(clusterId)?.connection.refuse("WRONG_IDENTITY", reason);
  }

  /** True when the agent of the cluster is connected to this process. */
  connected(clusterId: string): boolean {
    return this.#live.has(clusterId);
  }

  /** Sends the cluster's agent its desired state. Without a connection nothing is lost: it asks when it comes. */
  notify(clusterId: string): void {
    const live = this.#live.get(clusterId);
    if (live !== undefined) void this.#pushDesired(live);
  }

  /** Makes the agent try failed layers again at once. */
  retry(clusterId: string): void {
    this.#live.get(clusterId)?.connection.send({ type: "retry" });
  }

  /** Answers an upgrade request of the tunnel's path, and of every other one when nobody else does. */
  async handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const ours = isTunnelRequest(request);
    if (!ours && !this.#settings.alone) return;
    socket.on("error", () => socket.destroy());
    if (!ours) return rejectUpgrade(socket, "404 Not Found", "Nothing is connected to here.");
    if (this.#stopping || this.#pending >= this.#settings.maxPendingUpgrades) {
      rejectUpgrade(socket, "503 Service Unavailable", "The server is busy; come back later.");
      return;
    }
    this.#pending += 1;
    try {
      const authenticate = (token: string) => this.#ports.authenticate(token);
      const identity = await identify(request, socket, authenticate, this.#log);
      if (identity === undefined || socket.destroyed) return;
      const { clusterId } = identity;
      const open = this.#open.get(clusterId) ?? 0;
      if (open >= this.#settings.maxConnectionsPerCluster) {
        rejectUpgrade(socket, "429 Too Many Requests", "This cluster has connections enough.");
        return;
      }
      this.#open.set(clusterId, open + 1);
      socket.once("close", () => this.#countOff(clusterId));
      this.#sockets.handleUpgrade(request, socket, head, (ws) => {
        const log = this.#log.child({ clusterId: identity.clusterId, agentId: identity.agentId });
        void new AgentConnection(ws, identity, this.#settings, this.#events, log);
      });
    } finally {
      this.#pending -= 1;
    }
  }

  /** Tells every agent to come back later (spread over `spreadMs`) and saves what waits. */
  async close(spreadMs = 5000): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#recheckTimer);
    for (const { connection } of this.#live.values()) {
      const pause = Math.round(Math.random() * spreadMs);
      connection.refuse("SERVER_STOPPING", "The server is stopping.", undefined, pause);
    }
    await this.#heartbeats.flush();
  }

  readonly #events: ConnectionEvents = {
    hello: (connection) => this.#welcome(connection),
    heartbeat: ({ identity }) => this.#heartbeats.add(identity),
    report: (connection, report) => this.#liveOf(connection)?.reports.add(report),
    refused: (connection, code, detail) => {
      if (code === "SERVER_STOPPING") return;
      this.#log.warn({ clusterId: connection.identity.clusterId, code, detail }, "agent refused");
      this.#tell("refused", this.#ports.refused(connection.identity, code, detail));
    },
    closed: (connection, reason) => {
      const live = this.#liveOf(connection);
      if (live === undefined) return;
      live.reports.close();
      this.#live.delete(connection.identity.clusterId);
      this.#log.info({ clusterId: connection.identity.clusterId, reason }, "agent disconnected");
      this.#tell("disconnected", this.#ports.disconnected(connection.identity, reason));
    },
  };

  #welcome(connection: AgentConnection): void {
    const { identity, agentVersion } = connection;
    const older = this.#live.get(identity.clusterId);
    const save = async (report: ReportMessage) => {
      if (!(await this.#ports.saveReport(identity, report))) this.#revoke(identity.clusterId);
    };
    const reports = new ReportQueue(save, this.#log);
    const live: Live = { connection, reports, pushing: false, again: false };
    this.#live.set(identity.clusterId, live);
    if (older !== undefined) {
      older.reports.close();
      older.connection.refuse("REPLACED", "A newer connection of this cluster's agent took over.");
    }
    this.#log.info({ clusterId: identity.clusterId, agentVersion }, "agent connected");
    connection.send({
      type: "welcome",
      protocol: agentProtocol,
      heartbeatMs: this.#settings.heartbeatMs,
      jitter: this.#settings.jitter,
      serverTime: new Date().toISOString(),
    });
    this.#tell("connected", this.#ports.connected(identity, agentVersion));
    void this.#pushDesired(live);
  }

  /** Reads and sends the desired state; a change during the read leads to one more round. */
  async #pushDesired(live: Live): Promise<void> {
    live.again = true;
    if (live.pushing) return;
    live.pushing = true;
    while (live.again) {
      live.again = false;
      try {
        const desired = await this.#ports.desired(live.connection.identity);
        if (desired !== null) live.connection.send({ type: "desired", ...desired });
      } catch (error) {
        const { clusterId } = live.connection.identity;
        this.#log.error({ clusterId, error: messageOf(error) }, "desired state not sent");
        live.again = this.#liveOf(live.connection) !== undefined;
        await new Promise((resolve) => setTimeout(resolve, desiredRetryMs));
      }
    }
    live.pushing = false;
  }

  #countOff(clusterId: string): void {
    const left = (this.#open.get(clusterId) ?? 1) - 1;
    if (left > 0) this.#open.set(clusterId, left);
    else this.#open.delete(clusterId);
  }

  #liveOf(connection: AgentConnection): Live | undefined {
    const live = this.#live.get(connection.identity.clusterId);
    return live?.connection === connection ? live : undefined;
  }

  /** A port that fails must not take the connection with it. */
  #tell(port: keyof TunnelPorts & string, told: Promise<void>): void {
    told.catch((error: unknown) => {
      this.#log.error({ port, error: messageOf(error) }, "tunnel port failed");
    });
  }
}

/**
 * Opens the tunnel on a server shared with others: only `/api/agent/connect` is taken,
 * every other upgrade is left to the listeners beside this one, unless there are none (`alone`).
 */
export function attachTunnel(
  server: Server | SecureServer,
  ports: TunnelPorts,
  options: { log: Log } & Partial<TunnelSettings>,
): Tunnel {
  const tunnel = new Tunnel(ports, options);
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    void tunnel.handleUpgrade(request, socket, head);
  });
  return tunnel;
}
