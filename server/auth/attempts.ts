import { createHash } from "node:crypto";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Failures in a row before the door stays shut for a while, per e-mail address. */
const perAddress = { points: 10, duration: 15 * 60, blockDuration: 5 * 60 };

/** Counts failed sign-ins per address; in memory, so a restart forgives. */
export class SignInAttempts {
  private readonly limiter: RateLimiterMemory;

  constructor(limits: { points: number; duration: number; blockDuration: number } = perAddress) {
    this.limiter = new RateLimiterMemory(limits);
  }

  /** Seconds this address has to wait before it is tried again; 0 when it may. */
  async waitSeconds(email: string): Promise<number> {
    const seen = await this.limiter.get(keyOf(email));
    return seen && seen.remainingPoints <= 0 ? Math.ceil(seen.msBeforeNext / 1000) : 0;
  }

  async failed(email: string): Promise<void> {
    try {
      await this.limiter.consume(keyOf(email));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error; // it only says that the limit is reached
    }
  }

  async succeeded(email: string): Promise<void> {
    await this.limiter.delete(keyOf(email));
  }
}

/** A hash, so that no list of addresses stands in memory. */
function keyOf(email: string): string {
  return createHash("sha256").update(email.trim().toLowerCase()).digest("base64url");
}
