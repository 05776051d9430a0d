import type { ProcessStatus } from "@/server/platform/process/types";

/** A process of the plane answers seconds after its start, on a busy machine too. */
const startMs = 60_000;

/** What is wrong with the first process that needs more than patience; undefined while all is well or starting. */
export function troubleOf(processes: readonly ProcessStatus[], now: Date): string | undefined {
  for (const { state, ready, title, message, startedAt } of processes) {
    if (state === "backing-off" || state === "failed") return message;
    const silent = !ready && startedAt !== null && now.getTime() - Date.parse(startedAt) > startMs;
    if (silent && state === "running") return `${title}: ${message}`;
    if (silent && state === "starting")
      return `${title} has been starting for more than a minute; its log tells more.`;
  }
  return undefined;
}
