import type { Server } from "node:http";
import { join } from "node:path";
import { assetSettings, createAssetManager } from "@/server/assets";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { createKubeClient, type KubeClient } from "@/server/kube/client";
import { createManagementPlane } from "@/server/management-plane/management-plane";
import type { Environment } from "@/server/platform/env/env";
import type { Log } from "@/server/platform/log/log";
import type { PortRegistry } from "@/server/platform/ports/ports";
import type { Supervisor } from "@/server/platform/process/supervisor";
import type { RunningProvider } from "@/server/providers/contract";
import { localProvider } from "@/server/providers/local/provider";
import type { WorkQueue } from "@/server/queue/queue";
import { reconcileCluster } from "@/server/reconcilers/cluster/reconcile";
import type { ServiceDeps } from "@/server/services/kit/context";
import type { ServicePorts } from "@/server/services/kit/ports";
import { attachTunnel, type Tunnel } from "@/server/tunnel/tunnel";
import { AssetTeller } from "./asset-teller";
import { createAgentHost } from "./agent-host";
import { agentPorts } from "./agent-ports";
import type { ChangeFeed } from "./change-feed";
import { watchClusters } from "./cluster-watch";
import { createServicePorts, readyBinaries } from "./service-ports";

interface RuntimeOptions {
  env: Environment;
  log: Log;
  supervisor: Supervisor;
  ports: PortRegistry;
  queue: WorkQueue;
  feed: ChangeFeed;
}

/** What acts on the management plane once it is ready. */
interface PlaneActors {
  client: KubeClient;
  watch: { stop(): void };
}

/** Everything that acts on Kubernetes: assets, management plane, provider, agents, reconcilers. */
export class ClusterRuntime {
  readonly servicePorts: ServicePorts;
  private readonly assets;
  private readonly plane;
  private readonly binaries;
  private tunnel: Tunnel | undefined;
  private provider: RunningProvider | undefined;
  private actors: PlaneActors | undefined;
  private stopped = false;

  constructor(private readonly options: RuntimeOptions) {
    const { env, log, supervisor, ports, queue, feed } = options;
    const teller = new AssetTeller((line) => process.stdout.write(`${line}\n`));
    this.assets = createAssetManager({
      ...assetSettings(env, process.env.PATH ?? ""),
      log,
      onChange: (state) => {
        teller.tell(state);
        feed.systemChanged();
        if (state.state === "ready") this.plane.reconcile();
      },
    });
    this.binaries = readyBinaries(this.assets);
    this.plane = createManagementPlane({
      supervisor,
      binaries: this.binaries,
      ports,
      dataDir: join(env.dataDir, "management-plane"),
      log,
      onChange: () => feed.systemChanged(),
      providerObjects: localProvider.definitions(),
      beforeControllers: (kubeconfig) => this.startProvider(kubeconfig),
      unsafeNoFsync: env.testFast,
    });
    const { assets, plane } = this;
    this.servicePorts = createServicePorts({
      assets,
      plane,
      supervisor,
      queue,
      tunnel: () => this.tunnel,
      dataDir: env.dataDir,
      log,
    });
  }

  /** Begins; returns the function that drains due work. */
  start(services: ServiceDeps, server: Server): (maxMs: number) => Promise<number> {
    const { env, log, supervisor, queue } = this.options;
    void this.assets.prepareAll();
    this.plane.start();
    void this.plane.ready().then(() => this.actOnPlane(services));
    this.tunnel = attachTunnel(server, agentPorts(services), { log });
    const agents = createAgentHost({
      supervisor,
      clustersDir: join(env.dataDir, "clusters"),
      serverUrl: `http://127.0.0.1:${env.port}`,
      helm: () => this.binaries("helm", pinnedHelm),
    });
    const deps = { services, agents, plane: () => this.actors?.client };
    return (maxMs) => queue.drain((item) => reconcileCluster(deps, item), maxMs);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.tunnel?.close(0);
    this.actors?.watch.stop();
    await this.provider?.stop();
    this.actors?.client.close();
    await this.plane.stop();
    this.assets.close();
  }

  /** Starts once, before Cluster API, and outlives restarts of the plane's processes. */
  private async startProvider(kubeconfig: string): Promise<void> {
    const { env, log, supervisor, ports } = this.options;
    if (this.stopped) return;
    this.provider ??= localProvider.start({
      kubeconfig,
      supervisor,
      binaries: this.binaries,
      ports,
      dataDir: join(env.dataDir, "clusters"),
      stageDir: join(process.cwd(), "kubernetes", "kwok"),
      log,
      unsafeNoFsync: env.testFast,
    });
    await this.provider.answering();
  }

  /** Watches start once the plane is ready; they outlive restarts of its processes. */
  private actOnPlane(services: ServiceDeps): void {
    const kubeconfig = this.plane.kubeconfig();
    if (this.stopped || !kubeconfig) return;
    const client = createKubeClient(kubeconfig);
    this.actors = { client, watch: watchClusters(client, this.options.queue, services) };
  }
}
