/** An agent connects within seconds; one that runs and is not heard for this long counts as unreachable. */
export const unreachableAfterMs = 30_000;
/** After this long it is started anew, with a token of its own. */
export const replaceAfterMs = 3 * 60_000;

/** What is known of the contact with an agent. */
interface Contact {
  connected: boolean;
  /** ISO time of the process's last start; null while it does not run. */
  startedAt: string | null;
  lastHeartbeatAt: Date | null;
}

/** For how long an agent has been running without a word; 0 when it is connected or does not run. */
export function agentSilenceMs({ connected, startedAt, lastHeartbeatAt }: Contact, now: Date) {
  if (connected || startedAt === null) return 0;
  const since = Math.max(Date.parse(startedAt), lastHeartbeatAt?.getTime() ?? 0);
  return Math.max(0, now.getTime() - since);
}
