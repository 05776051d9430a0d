import { formatMiB } from "@/server/domain/text/memory";
import type { ClusterObserved, Pool } from "./types";
import type { CapacityView } from "./views";

/**
 * Resident memory of the parts of a `local` cluster in MiB, measured on Linux:
 * etcd, API server, controller manager and scheduler; kwok; the agent; one simulated node, most of it
 * in the management plane's API server (200 nodes took about 480).
 */
export const memoryNeeds = {
  controlPlaneMiB: 515,
  kwokMiB: 64,
  agentMiB: 90,
  simulatedNodeMiB: 2.5,
} as const;

/** What stays free for the machine itself. */
const reserveMiB = 256;

/** Memory of the machine; `promisedMiB` is free now, but clusters being made or scaled will take it. */
export interface Memory {
  totalMiB: number;
  freeMiB: number;
  promisedMiB: number;
}

type Sized = Pick<Pool, "role" | "size">;

/** Whether a machine with this much free memory can hold the pools, said with numbers. */
export function assessCapacity(pools: readonly Sized[], memory: Memory): CapacityView {
  const neededMiB = neededMemoryMiB(pools);
  const promisedMiB = Math.ceil(memory.promisedMiB);
  const freeMiB = Math.max(0, Math.floor(memory.freeMiB - promisedMiB - reserveMiB));
  const fits = neededMiB <= freeMiB;
  // Where both would read the same, the exact numbers tell them apart.
  const close = formatMiB(neededMiB) === formatMiB(freeMiB);
  const say = (mib: number) => (close ? `${mib} MiB` : formatMiB(mib));
  const kept =
    promisedMiB > 0
      ? `, besides ${formatMiB(promisedMiB)} reserved for clusters being created`
      : "";
  const numbers = `about ${say(neededMiB)} of memory; ${say(freeMiB)} of ${formatMiB(memory.totalMiB)} free${kept}`;
  const message = fits
    ? `Needs ${numbers}.`
    : `Does not fit on this machine: it needs ${numbers}. Use fewer nodes, delete another cluster, or use a larger machine.`;
  return { fits, neededMiB, freeMiB, message };
}

/** What a cluster will still take until its pools are as asked for: machines that are ready have theirs. */
export function stillNeededMiB(
  wanted: readonly Pick<Pool, "name" | "role" | "size">[],
  observed: ClusterObserved["pools"],
): number {
  return neededMemoryMiB(
    wanted.map(({ name, role, size }) => {
      const ready = observed.find((pool) => pool.name === name)?.ready ?? 0;
      return { role, size: Math.max(0, size - ready) };
    }),
  );
}

function neededMemoryMiB(pools: readonly Sized[]): number {
  const count = (role: Pool["role"]) =>
    pools.filter((p) => p.role === role).reduce((sum, p) => sum + p.size, 0);
  const members = count("control-plane");
  const nodes = members + count("worker");
  const fixed = members > 0 ? memoryNeeds.kwokMiB + memoryNeeds.agentMiB : 0;
  return Math.ceil(
    members * memoryNeeds.controlPlaneMiB + fixed + nodes * memoryNeeds.simulatedNodeMiB,
  );
}
