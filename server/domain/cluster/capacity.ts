import type { Pool } from "./types";
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

/** Whether a machine with this much free memory can hold the pools, said with numbers. */
export function assessCapacity(
  pools: readonly Pick<Pool, "role" | "size">[],
  memory: { totalMiB: number; freeMiB: number },
): CapacityView {
  const count = (role: Pool["role"]) =>
    pools.filter((p) => p.role === role).reduce((sum, p) => sum + p.size, 0);
  const members = count("control-plane");
  const nodes = members + count("worker");
  const fixed = members > 0 ? memoryNeeds.kwokMiB + memoryNeeds.agentMiB : 0;
  const neededMiB = Math.ceil(
    members * memoryNeeds.controlPlaneMiB + fixed + nodes * memoryNeeds.simulatedNodeMiB,
  );
  const freeMiB = Math.max(0, Math.floor(memory.freeMiB - reserveMiB));
  const fits = neededMiB <= freeMiB;
  const numbers = `about ${neededMiB} MiB of memory; ${freeMiB} of ${memory.totalMiB} MiB are free`;
  const message = fits
    ? `This takes ${numbers}.`
    : `This machine cannot hold it: it takes ${numbers}. Ask for fewer nodes, delete another cluster, or use a larger machine.`;
  return { fits, neededMiB, freeMiB, message };
}
