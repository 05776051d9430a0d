import { createHash } from "node:crypto";
import { type IRateLimiterOptions, RateLimiterMemory } from "rate-limiter-flexible";
import { secondsToWait } from "@/server/platform/limits/seconds-to-wait";

/** One attempt to sign in: whose address, from where, and by a browser that this person used before. */
export interface Attempt {
  email: string;
  /** The client's address. */
  client: string;
  /** The browser's own mark, when it was used to sign in with this address; see device-cookie.ts. */
  device: string | null;
}

type Limit = Required<Pick<IRateLimiterOptions, "points" | "duration" | "blockDuration">>;

/** Attempts without a success, in so many seconds, before it stays shut for so many. */
const defaultLimits = {
  /** An address from one client, or from a browser that knows it. */
  guesses: { points: 10, duration: 15 * 60, blockDuration: 5 * 60 },
  /** An address from browsers that never signed in with it, wherever they are. */
  strangers: { points: 100, duration: 60 * 60, blockDuration: 15 * 60 },
  /** All addresses from one client. */
  client: { points: 100, duration: 15 * 60, blockDuration: 5 * 60 },
} satisfies Record<string, Limit>;

/**
 * Slows down guessing without shutting anybody out: a stranger's failures count for the stranger, and a
 * browser in which the person signed in before has a count of its own (OWASP, "Device cookies"). In
 * memory, so a restart forgives.
 */
export class SignInAttempts {
  private readonly guesses: RateLimiterMemory;
  private readonly strangers: RateLimiterMemory;
  private readonly clients: RateLimiterMemory;

  constructor(limits: Record<keyof typeof defaultLimits, Limit> = defaultLimits) {
    this.guesses = new RateLimiterMemory(limits.guesses);
    this.strangers = new RateLimiterMemory(limits.strangers);
    this.clients = new RateLimiterMemory(limits.client);
  }

  /**
   * Counts an attempt before its password is checked, so that many at once get no further than many
   * in a row. Returns the seconds this attempt has to wait; 0 when it may go on.
   */
  async begin(attempt: Attempt): Promise<number> {
    for (const [limiter, key] of this.countersOf(attempt)) {
      const wait = await secondsToWait(limiter, key);
      if (wait > 0) return wait;
    }
    return 0;
  }

  /** Gives this attempt back, and those before it of the same person in the same place. */
  async succeeded(attempt: Attempt): Promise<void> {
    const [[guesses, own], ...shared] = this.countersOf(attempt);
    await guesses.delete(own);
    for (const [limiter, key] of shared) await limiter.reward(key);
  }

  /** What an attempt counts for, its own count first. */
  private countersOf({ email, client, device }: Attempt) {
    const address = email.trim().toLowerCase();
    if (device !== null) return [[this.guesses, keyOf("device", device, address)]] as const;
    return [
      [this.guesses, keyOf("client", client, address)],
      [this.clients, keyOf(client)],
      [this.strangers, keyOf(address)],
    ] as const;
  }
}

/** A hash, so that no list of addresses stands in memory. */
function keyOf(...parts: string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}
