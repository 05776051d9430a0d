import type { AssetManager } from "@/server/assets";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { AppError, messageOf } from "@/server/domain/errors/app-error";
import type { ManagementPlaneView } from "@/server/domain/system/views";
import type { ManagementPlane } from "@/server/management-plane/management-plane";
import type { Log } from "@/server/platform/log/log";
import type { Supervisor } from "@/server/platform/process/supervisor";
import type { WorkQueue } from "@/server/queue/queue";
import type { ServicePorts } from "@/server/services/kit/ports";
import { forgetFirstLogin } from "@/server/services/tenancy/first-run";
import type { Tunnel } from "@/server/tunnel/tunnel";
import { machineMemory } from "./memory";

/** The parts the services' ports are answered by. The tunnel opens later than the services do. */
export interface PortParts {
  assets: AssetManager;
  plane: ManagementPlane;
  supervisor: Supervisor;
  queue: WorkQueue;
  tunnel(): Tunnel | undefined;
  log: Log;
  dataDir: string;
}

/** Answers the services' ports with this process's parts. */
export function createServicePorts(parts: PortParts): ServicePorts {
  const { assets, plane, supervisor, queue, tunnel, log, dataDir } = parts;
  return {
    forgetFirstLogin: () => forgetFirstLogin(dataDir),
    enqueue: (tx, item) => queue.enqueue(tx, item),
    assets: {
      states: () => assets.states(),
      retry: (name, version) =>
        void assets.retry(name, version).catch((error: unknown) => {
          log.warn({ name, version, error: messageOf(error) }, "asset retry failed");
        }),
      need: (name, version) => void assets.ensure(name, version).catch(() => {}), // the state tells it
      prepare: (name, version) => assets.prepare(name, version),
      pause: (name, version) => assets.pause(name, version),
    },
    processes: {
      list: () => supervisor.list(),
      tailLog: async (id, lines) => supervisor.tailLog(id, lines).join("\n"),
    },
    managementPlane: () => planeView(plane),
    helm: () => {
      const states = assets.states();
      const helm = states.find((s) => s.name === "helm" && s.version === pinnedHelm);
      return helm?.state === "ready" ? (helm.path ?? null) : null;
    },
    memory: machineMemory,
    agents: {
      connected: (clusterId) => tunnel()?.connected(clusterId) ?? false,
      desiredChanged: (clusterId) => tunnel()?.notify(clusterId),
      retry: (clusterId) => tunnel()?.retry(clusterId),
    },
  };
}

/**
 * A program that is ready. One that is not is begun and an error thrown: the caller comes back when
 * it is told, so nobody waits minutes for a build inside a reconciler.
 */
export function readyBinaries(assets: AssetManager) {
  return async (name: string, version: string): Promise<string> => {
    const state = assets.states().find((s) => s.name === name && s.version === version);
    if (state?.state === "ready" && state.path) return state.path;
    if (state?.state !== "failed") void assets.ensure(name, version).catch(() => {}); // the state tells it
    const why = state?.error?.message ?? state?.progress?.line ?? "being prepared";
    throw new AppError("UNAVAILABLE", `${name} ${version} is not ready: ${why}`);
  };
}

function planeView(plane: ManagementPlane): ManagementPlaneView {
  const { state, message, waitingFor, versions } = plane.status();
  const shown = state === "stopped" ? "starting" : state;
  return { state: shown, message, waitingFor, versions: { ...versions } };
}
