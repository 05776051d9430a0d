/** How pauses grow between attempts. */
export interface BackoffPolicy {
  firstMs: number;
  maxMs: number;
}

/**
 * The pause before attempt `failures + 1`: doubles up to `maxMs`, then takes between half and all of it,
 * so that many things that failed at the same moment do not return at the same moment.
 * `random` is in [0, 1).
 */
export function backoffMs(policy: BackoffPolicy, failures: number, random: number): number {
  const doublings = Math.min(Math.max(failures - 1, 0), 30);
  const full = Math.min(policy.maxMs, policy.firstMs * 2 ** doublings);
  return Math.round(full * (0.5 + random / 2));
}
