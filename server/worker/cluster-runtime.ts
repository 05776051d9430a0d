import type { Server } from "node:http";
import { join } from "node:path";
import { createAssetManager, type AssetManager } from "@/server/assets";
import { assetSettings } from "@/server/assets";
import { AppError, messageOf } from "@/server/domain/errors/app-error";
import {
  createManagementPlane,
  type ManagementPlane,
} from "@/server/management-plane/management-plane";
import type { Environment } from "@/server/platform/env/env";
import type { Log } from "@/server/platform/log/log";
import type { PortRegistry } from "@/server/platform/ports/ports";
import type { Supervisor } from "@/server/platform/process/supervisor";
import type { WorkQueue } from "@/server/queue/queue";
import type { ServiceDeps } from "@/server/services/kit/context";
import type { ServicePorts } from "@/server/services/kit/ports";
import { attachTunnel, type Tunnel } from "@/server/tunnel/tunnel";
import { agentPorts } from "./agent-ports";
import type { ChangeFeed } from "./change-feed";
import { machineMemory } from "./memory";

interface RuntimeOptions {
  env: Environment;
  log: Log;
  supervisor: Supervisor;
  ports: PortRegistry;
  queue: WorkQueue;
  feed: ChangeFeed;
}

/** Everything that acts on Kubernetes: assets, management plane, provider, agents, reconcilers. */
export interface ClusterRuntime {
  servicePorts: ServicePorts;
  /** Begins; returns the function that drains due work. */
  start(services: ServiceDeps, server: Server): (maxMs: number) => Promise<number>;
  stop(): Promise<void>;
}

/** Wires the parts together. Nothing runs before `start`. */
export function createClusterRuntime(options: RuntimeOptions): ClusterRuntime {
  const { env, log, supervisor, ports, queue, feed } = options;
  let tunnel: Tunnel | undefined;
  const assets = createAssetManager({
    ...assetSettings(env, process.env.PATH ?? ""),
    log,
    onChange: (state) => {
      feed.systemChanged();
      if (state.state === "ready") plane.reconcile();
    },
  });
  const binaries = readyBinaries(assets);
  const plane = createManagementPlane({
    supervisor,
    binaries,
    ports,
    dataDir: join(env.dataDir, "management-plane"),
    log,
    onChange: () => feed.systemChanged(),
    providerObjects: [],
    unsafeNoFsync: env.testFast,
  });
  return {
    servicePorts: {
      enqueue: (tx, item) => queue.enqueue(tx, item),
      assets: {
        states: () => assets.states(),
        retry: (name, version) =>
          void assets
            .retry(name, version)
            .catch((error) =>
              log.warn({ name, version, error: messageOf(error) }, "asset retry failed"),
            ),
      },
      processes: {
        list: () => supervisor.list(),
        tailLog: async (id, lines) => supervisor.tailLog(id, lines).join("\n"),
      },
      managementPlane: () => viewOf(plane),
      memory: machineMemory,
      agents: {
        connected: (clusterId) => tunnel?.connected(clusterId) ?? false,
        notify: (clusterId) => {
          tunnel?.notify(clusterId);
          tunnel?.retry(clusterId);
        },
      },
    },
    start(services, server) {
      void assets.prepareAll();
      plane.start();
      tunnel = attachTunnel(server, agentPorts(services), { log, heartbeatMs: 10_000 });
      return (maxMs) => queue.drain(async () => ({}), maxMs);
    },
    async stop() {
      await tunnel?.close(0);
      await plane.stop();
      assets.close();
    },
  };
}

/** A program that is ready; one that is not is begun, and the caller comes back when told. */
function readyBinaries(assets: AssetManager) {
  return async (name: string, version: string): Promise<string> => {
    const state = assets.states().find((s) => s.name === name && s.version === version);
    if (state?.state === "ready" && state.path) return state.path;
    if (state?.state !== "failed") void assets.ensure(name, version).catch(() => {});
    const why = state?.error?.message ?? state?.progress?.line ?? "being prepared";
    throw new AppError("UNAVAILABLE", `${name} ${version} is not ready: ${why}`);
  };
}

function viewOf(plane: ManagementPlane) {
  const { state, message, versions } = plane.status();
  const shown = state === "stopped" ? ("starting" as const) : state;
  return { state: shown, message, versions: { ...versions } };
}
