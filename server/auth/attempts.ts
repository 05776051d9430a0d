import { createHash } from "node:crypto";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Attempts without a success before the door stays shut for a while, per e-mail address. */
const perAddress = { points: 10, duration: 15 * 60, blockDuration: 5 * 60 };

/** Counts sign-ins per address until one succeeds; in memory, so a restart forgives. */
export class SignInAttempts {
  private readonly limiter: RateLimiterMemory;

  constructor(limits: { points: number; duration: number; blockDuration: number } = perAddress) {
    this.limiter = new RateLimiterMemory(limits);
  }

  /**
   * Counts an attempt before its password is checked, so that many at once get no further than many
   * in a row. Returns the seconds this address has to wait; 0 when it may go on.
   */
  async begin(email: string): Promise<number> {
    try {
      await this.limiter.consume(keyOf(email));
      return 0;
    } catch (limit) {
      if (!(limit instanceof RateLimiterRes)) throw limit;
      return Math.ceil(limit.msBeforeNext / 1000);
    }
  }

  /** Gives this attempt back, and those before it. */
  async succeeded(email: string): Promise<void> {
    await this.limiter.delete(keyOf(email));
  }
}

/** A hash, so that no list of addresses stands in memory. */
function keyOf(email: string): string {
  return createHash("sha256").update(email.trim().toLowerCase()).digest("base64url");
}
