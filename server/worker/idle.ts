import { availableParallelism, loadavg } from "node:os";

/** Below this share of its processors the machine has time for what nobody waits for. */
const idleLoad = 0.6;

/** True while the machine has little to do; where no load is told it counts as idle. */
export function isMachineIdle(): boolean {
  const [lastMinute = 0] = loadavg();
  return lastMinute / availableParallelism() < idleLoad;
}
