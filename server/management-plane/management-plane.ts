import { once } from "node:events";
import path from "node:path";
import { claimMemberPorts, claimPort } from "@/server/control-plane/member-ports";
import { ensureMember, kubeconfigOf, type MemberSpec } from "@/server/control-plane/member";
import { ensureClusterPki, type ClusterPki } from "@/server/control-plane/pki";
import { pinnedVersions, type Binaries } from "@/server/domain/control-plane/binaries";
import { messageOf } from "@/server/domain/errors/app-error";
import { createKubeClient, type KubeClient } from "@/server/kube/client";
import type { KubeObject } from "@/server/kube/types";
import { systemClock, type Clock } from "@/server/platform/clock/clock";
import type { Log } from "@/server/platform/log/log";
import type { PortRegistry } from "@/server/platform/ports/ports";
import type { Supervisor } from "@/server/platform/process/supervisor";
import { createWorkQueue, type ReconcileResult } from "@/server/platform/work-queue/work-queue";
import { controllerManagerSpec } from "./controller-manager";
import { clusterApiObjects, untilServed } from "./objects";
import { troubleOf } from "./trouble";
import type { ManagementPlaneState, ManagementPlaneStatus } from "./types";

/** What the embedded management plane needs. */
export interface ManagementPlaneOptions {
  supervisor: Supervisor;
  binaries: Binaries;
  ports: PortRegistry;
  /** `<data>/management-plane`. */
  dataDir: string;
  log: Log;
  onChange?: (status: ManagementPlaneStatus) => void;
  clock?: Clock;
  /** Definitions of the providers' kinds. */
  providerObjects: readonly KubeObject[];
  /**
   * Awaited, until the signal at the latest, when the API server is ready and before Cluster API starts, and again
   * when the kubeconfig has changed. Cluster API connects to every cluster at its start, and to one that
   * does not answer only 30 seconds later.
   */
  beforeControllers?: (kubeconfig: string, signal: AbortSignal) => Promise<void>;
  kubernetesVersion?: string;
  /** For tests alone. */
  unsafeNoFsync?: boolean;
}

/** etcd, API server and Cluster API under the console's supervision. */
export interface ManagementPlane {
  /** Begins; returns at once. */
  start(): void;
  status(): ManagementPlaneStatus;
  /** Resolves when it is ready for clusters. */
  ready(): Promise<void>;
  /** Undefined at first. Another one when its certificate was renewed or the API server's port replaced. */
  kubeconfig(): string | undefined;
  /** Looks again now, for instance after an asset was repaired. */
  reconcile(): void;
  /** Ends the looking; the processes are stopped by the supervisor. */
  stop(): Promise<void>;
}

const GROUP = "management-plane";
const CLUSTER_NAME = "lamina-management";
const POD_CIDR = "10.244.0.0/16";
const SERVICE_CIDR = "10.96.0.0/16";
const FIELD_MANAGER = "lamina";
const KEY = "plane";
const ASSET_RETRY_MS = 2000;
const RESYNC_MS = 10 * 60_000;
/** Clusters that take longer are connected to later. */
const HOLD_MS = 20_000;

/** Makes the plane; nothing runs before `start`. */
export function createManagementPlane(options: ManagementPlaneOptions): ManagementPlane {
  return new EmbeddedPlane(options);
}

class EmbeddedPlane implements ManagementPlane {
  private readonly queue;
  private state: ManagementPlaneState = "stopped";
  private message = "Not started";
  private waitingFor: string | undefined;
  private client: KubeClient | undefined;
  private config: string | undefined;
  /** The kubeconfig for which the controllers were held back last. */
  private heldFor: string | undefined;
  /** What was applied last in this run, and when: saves hundreds of requests on every look. */
  private applied = { objects: "", at: 0 };
  private waiters: (() => void)[] = [];
  private unsubscribe = () => {};

  constructor(private readonly options: ManagementPlaneOptions) {
    this.queue = createWorkQueue({
      name: GROUP,
      concurrency: 1,
      log: options.log,
      retry: { firstMs: 500, maxMs: 15_000 },
      reconcile: () => this.look(),
    });
  }

  start(): void {
    const { supervisor } = this.options;
    this.unsubscribe = supervisor.subscribe((status) => {
      if (status.group === GROUP) this.queue.add(KEY);
    });
    this.set("starting", "Starting");
    this.queue.add(KEY);
  }

  status(): ManagementPlaneStatus {
    return {
      state: this.state,
      message: this.message,
      waitingFor: this.waitingFor,
      versions: {
        kubernetes: this.kubernetesVersion(),
        etcd: pinnedVersions.etcd,
        clusterApi: pinnedVersions["cluster-api-core"],
      },
      server: this.client?.server ?? null,
      processes: this.options.supervisor.list().filter((p) => p.group === GROUP),
    };
  }

  ready(): Promise<void> {
    if (this.state === "ready") return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  kubeconfig(): string | undefined {
    return this.config;
  }

  reconcile(): void {
    this.applied = { objects: "", at: 0 };
    this.queue.add(KEY);
  }

  async stop(): Promise<void> {
    this.unsubscribe();
    await this.queue.stop();
    this.client?.close();
    this.set("stopped", "Stopped");
  }

  private kubernetesVersion(): string {
    return this.options.kubernetesVersion ?? "1.37.2";
  }

  private async look(): Promise<ReconcileResult> {
    try {
      return await this.step();
    } catch (error) {
      this.set(this.wasReady() ? "degraded" : "failed", messageOf(error));
      throw error;
    }
  }

  private async step(): Promise<ReconcileResult> {
    const { dataDir, supervisor, ports } = this.options;
    const command = await this.clusterApiProgram();
    if (command === undefined) return { requeueAfterMs: ASSET_RETRY_MS };
    const clock = this.options.clock ?? systemClock;
    const pki = await ensureClusterPki(path.join(dataDir, "pki"), SERVICE_CIDR, clock);
    const member = await this.memberSpec(pki);
    const deps = { supervisor, binaries: this.options.binaries };
    const { complete } = await ensureMember(deps, member);
    const client = this.connect(pki, member.ports.api);
    if (!(await client.ready())) return this.waitFor("the API server", 250);
    const claim = (name: string) =>
      claimPort(ports, supervisor, `${GROUP}/capi-${name}`, `${GROUP}/cluster-api-core`);
    const webhookPort = await claim("webhook");
    await this.applyObjects(client, command, { port: webhookPort, ca: pki.ca.cert });
    await this.holdControllers();
    await supervisor.ensure(
      controllerManagerSpec({
        command,
        dir: dataDir,
        group: GROUP,
        kubeconfig: this.config ?? "",
        webhook: pki.server,
        ports: {
          webhook: webhookPort,
          health: await claim("health"),
        },
      }),
    );
    return complete ? this.judge() : this.waitFor("the controller manager", 500);
  }

  /** Every program must be there before the first is started: half a plane helps nobody. */
  private async clusterApiProgram(): Promise<string | undefined> {
    const { binaries } = this.options;
    const version = this.kubernetesVersion();
    try {
      const kube = ["kube-apiserver", "kube-controller-manager"];
      await Promise.all(kube.map((name) => binaries(name, version)));
      await binaries("etcd", pinnedVersions.etcd);
      return await binaries("cluster-api-core", pinnedVersions["cluster-api-core"]);
    } catch (error) {
      this.set("waiting-for-assets", messageOf(error), "its programs");
      return undefined;
    }
  }

  private async memberSpec(pki: ClusterPki): Promise<MemberSpec> {
    const { ports, supervisor, dataDir } = this.options;
    const memberPorts = await claimMemberPorts(ports, supervisor, GROUP);
    return {
      idPrefix: GROUP,
      group: GROUP,
      name: "management",
      clusterName: CLUSTER_NAME,
      version: this.kubernetesVersion(),
      dir: dataDir,
      ports: memberPorts,
      pki,
      podCidr: POD_CIDR,
      serviceCidr: SERVICE_CIDR,
      apiServerExtraArgs: {},
      initialCluster: { management: `https://127.0.0.1:${memberPorts.etcdPeer}` },
      joining: false,
      leaderElect: false,
      unsafeNoFsync: this.options.unsafeNoFsync ?? false,
      objectsOnly: true,
    };
  }

  private connect(pki: ClusterPki, port: number): KubeClient {
    const config = kubeconfigOf(pki, CLUSTER_NAME, "admin", pki.admin, port);
    if (this.client && this.config === config) return this.client;
    this.client?.close();
    this.config = config;
    this.client = createKubeClient(config);
    return this.client;
  }

  private async applyObjects(
    client: KubeClient,
    command: string,
    target: { port: number; ca: string },
  ): Promise<void> {
    const now = Date.now();
    const fingerprint = `${command} ${target.port} ${client.server}`;
    if (this.applied.objects === fingerprint && now - this.applied.at < RESYNC_MS) return;
    this.set(this.state === "ready" ? "ready" : "starting", "Installing Cluster API");
    const all = [
      ...clusterApiObjects(path.dirname(command), target),
      ...this.options.providerObjects,
    ];
    const [namespace, ...others] = all;
    if (namespace) await client.apply(namespace, { fieldManager: FIELD_MANAGER, force: true });
    await Promise.all(
      others.map((object) => client.apply(object, { fieldManager: FIELD_MANAGER, force: true })),
    );
    await untilServed(client, others);
    this.applied = { objects: fingerprint, at: now };
  }

  private async holdControllers(): Promise<void> {
    const { beforeControllers } = this.options;
    const { config } = this;
    if (!beforeControllers || config === undefined || this.heldFor === config) return;
    const what = "the clusters' API servers";
    this.set(this.state, `Waiting for ${what}`, what);
    const enough = AbortSignal.timeout(HOLD_MS);
    const limit = once(enough, "abort");
    await Promise.race([beforeControllers(config, enough), limit]);
    this.heldFor = config;
  }

  private judge(): ReconcileResult {
    const down = this.status().processes.filter((process) => !process.ready);
    const [first] = down;
    if (!first) {
      this.set("ready", "Ready");
      for (const resolve of this.waiters.splice(0)) resolve();
      return { requeueAfterMs: RESYNC_MS };
    }
    return this.waitFor(first.title, 1000);
  }

  private waitFor(what: string, requeueAfterMs: number): ReconcileResult {
    const { clock = systemClock } = this.options;
    const trouble = troubleOf(this.status().processes, clock.now());
    if (trouble) this.set(this.wasReady() ? "degraded" : "failed", trouble);
    else if (this.wasReady()) this.set("degraded", `${capital(what)} does not answer`);
    else this.set("starting", `Waiting for ${what}`, what);
    return { requeueAfterMs };
  }

  private wasReady(): boolean {
    return this.state === "ready" || this.state === "degraded";
  }

  private set(state: ManagementPlaneState, message: string, waitingFor?: string): void {
    this.waitingFor = waitingFor;
    if (state === this.state && message === this.message) return;
    this.state = state;
    this.message = message;
    this.options.onChange?.(this.status());
  }
}

function capital(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}
