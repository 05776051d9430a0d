import { type RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Counts one more for the key. Returns the seconds it has to wait; 0 when it may go on. */
export async function secondsToWait(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (limit) {
    if (!(limit instanceof RateLimiterRes)) throw limit;
    return Math.ceil(limit.msBeforeNext / 1000);
  }
}
