/** A pause of `baseMs` moved by up to `jitter` to either side. `random` is in [0, 1). */
export function jittered(baseMs: number, jitter: number, random: number): number {
  return Math.max(1, Math.round(baseMs * (1 + jitter * (2 * random - 1))));
}

/** Bounds of growing pauses. */
export interface BackoffLimits {
  firstMs: number;
  maxMs: number;
}

/**
 * The pause before attempt `attempt + 1` (attempt counts from 1), doubled each time up to the maximum.
 * A quarter to either side is left to chance, so that many agents never return at the same moment.
 */
export function backoff(attempt: number, limits: BackoffLimits, random: number): number {
  const exponent = Math.min(Math.max(attempt, 1) - 1, 30);
  return jittered(Math.min(limits.firstMs * 2 ** exponent, limits.maxMs), 0.25, random);
}
