import { connect, createServer, type Server, type Socket } from "node:net";
import { messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";
import { LOOPBACK } from "@/server/platform/ports/ports";
import { LocalFailure } from "./failure";

const CONNECT_TIMEOUT_MS = 2000;

/** TCP load balancers in front of control planes with more than one member. */
export class LoadBalancers {
  private readonly running = new Map<string, LoadBalancer>();

  constructor(private readonly log: Log) {}

  /** Listens on the port and spreads connections over the backends; changing the backends drops nothing. */
  async ensure(clusterKey: string, port: number, backends: readonly number[]): Promise<void> {
    const known = this.running.get(clusterKey);
    if (known?.port === port) {
      known.backends = backends;
      return;
    }
    await known?.stop();
    const balancer = new LoadBalancer(port, backends, this.log.child({ clusterKey }));
    await balancer.start();
    this.running.set(clusterKey, balancer);
  }

  async stop(clusterKey: string): Promise<void> {
    const known = this.running.get(clusterKey);
    this.running.delete(clusterKey);
    await known?.stop();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.running.keys()].map((key) => this.stop(key)));
  }
}

class LoadBalancer {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private next = 0;

  constructor(
    readonly port: number,
    public backends: readonly number[],
    private readonly log: Log,
  ) {
    this.server = createServer({ noDelay: true }, (client) => void this.serve(client));
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once("error", (cause) => {
        const message = `Port ${this.port} of the cluster's endpoint: ${messageOf(cause)}`;
        reject(new LocalFailure("PORT_TAKEN", message, { cause }));
      });
      this.server.listen(this.port, LOOPBACK, resolve);
    });
  }

  stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** Tries the backends in turn, each client beginning at the next one. */
  private async serve(client: Socket): Promise<void> {
    this.track(client);
    const { backends } = this;
    const first = this.next;
    this.next = (this.next + 1) % Math.max(1, backends.length);
    for (let i = 0; i < backends.length && !client.destroyed; i += 1) {
      const port = backends[(first + i) % backends.length];
      const backend = port === undefined ? undefined : await dial(port);
      if (!backend) continue;
      this.track(backend);
      client.pipe(backend).pipe(client);
      client.once("close", () => backend.destroy());
      backend.once("close", () => client.destroy());
      return;
    }
    this.log.debug({ backends }, "No API server accepts connections");
    client.destroy();
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.sockets.delete(socket));
  }
}

function dial(port: number): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port, noDelay: true });
    const fail = () => {
      socket.destroy();
      resolve(undefined);
    };
    socket.setTimeout(CONNECT_TIMEOUT_MS, fail);
    socket.once("error", fail);
    socket.once("connect", () => {
      socket.setTimeout(0);
      socket.off("error", fail);
      resolve(socket);
    });
  });
}
