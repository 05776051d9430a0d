import type { Server } from "node:http";
import { join } from "node:path";
import { assetSettings, createAssetManager } from "@/server/assets";
import { olderVersions } from "@/server/domain/assets";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { createManagementPlane } from "@/server/management-plane/management-plane";
import type { Environment } from "@/server/platform/env/env";
import type { Log } from "@/server/platform/log/log";
import type { PortRegistry } from "@/server/platform/ports/ports";
import type { Supervisor } from "@/server/platform/process/supervisor";
import { localProvider } from "@/server/providers/local/provider";
import { ProviderHost } from "@/server/providers/provider-host";
import type { WorkQueue } from "@/server/queue/queue";
import { RunPool } from "@/server/queue/run-pool";
import { emptyMemory } from "@/server/reconcilers/cluster/ports";
import { reconcileCluster } from "@/server/reconcilers/cluster/reconcile";
import type { ServiceDeps } from "@/server/services/kit/context";
import type { ServicePorts } from "@/server/services/kit/ports";
import { attachTunnel, type Tunnel } from "@/server/tunnel/tunnel";
import { AssetTeller } from "./asset-teller";
import { createAgentHost } from "./agent-host";
import { agentPorts } from "./agent-ports";
import type { ChangeFeed } from "./change-feed";
import { watchClusters } from "./cluster-watch";
import { isMachineIdle } from "./idle";
import { PlaneActors } from "./plane-actors";
import { createServicePorts, readyBinaries } from "./service-ports";

interface RuntimeOptions {
  env: Environment;
  log: Log;
  supervisor: Supervisor;
  ports: PortRegistry;
  queue: WorkQueue;
  feed: ChangeFeed;
}

/** Everything that acts on Kubernetes: assets, management plane, provider, agents, reconcilers. */
export class ClusterRuntime {
  readonly servicePorts: ServicePorts;
  private readonly assets;
  private readonly plane;
  private readonly binaries;
  /** Starts before Cluster API. */
  private readonly provider: ProviderHost;
  private tunnel: Tunnel | undefined;
  private actors: PlaneActors | undefined;

  constructor(private readonly options: RuntimeOptions) {
    const { env, log, supervisor, ports, queue, feed } = options;
    const teller = new AssetTeller((line) => process.stdout.write(`${line}\n`));
    this.assets = createAssetManager({
      ...assetSettings(env, process.env.PATH ?? ""),
      log,
      deferred: olderVersions,
      decisionsFile: join(env.dataDir, "deferred-assets.json"),
      idle: isMachineIdle,
      onChange: (state) => {
        teller.tell(state);
        feed.systemChanged();
        if (state.state === "ready") this.plane.reconcile();
      },
    });
    this.binaries = readyBinaries(this.assets);
    const shared = { supervisor, binaries: this.binaries, ports, log, unsafeNoFsync: env.testFast };
    this.provider = new ProviderHost(localProvider, {
      ...shared,
      dataDir: join(env.dataDir, "clusters"),
      stageDir: join(process.cwd(), "kubernetes", "kwok"),
    });
    this.plane = createManagementPlane({
      ...shared,
      dataDir: join(env.dataDir, "management-plane"),
      onChange: () => {
        feed.systemChanged();
        this.followPlane();
      },
      providerObjects: localProvider.definitions(),
      beforeControllers: (kubeconfig, signal) => this.provider.serve(kubeconfig, signal),
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

  /** Begins; returns the pool that does due work. */
  start(services: ServiceDeps, server: Server): RunPool {
    const { env, log, supervisor, queue } = this.options;
    void this.assets.prepareAll();
    this.actors = new PlaneActors((client) => watchClusters(client, queue, services));
    this.plane.start();
    // While developing, Next takes upgrades too: it tells open pages of changed code.
    const alone = env.mode === "production";
    this.tunnel = attachTunnel(server, agentPorts(services), { log, alone });
    const agents = createAgentHost({
      supervisor,
      clustersDir: join(env.dataDir, "clusters"),
      serverUrl: `http://127.0.0.1:${env.port}`,
      helm: () => this.binaries("helm", pinnedHelm),
    });
    const plane = () => this.actors?.client;
    const deps = { services, agents, plane, memory: emptyMemory() };
    return new RunPool(queue, (item, signal) => reconcileCluster(deps, item, signal));
  }

  async stop(): Promise<void> {
    await this.tunnel?.close(0);
    await this.provider.stop();
    await this.plane.stop();
    this.actors?.stop();
    this.assets.close();
  }

  private followPlane(): void {
    const kubeconfig = this.plane.kubeconfig();
    if (kubeconfig && this.plane.status().state === "ready") this.actors?.follow(kubeconfig);
  }
}
