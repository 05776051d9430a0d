import { isAssetFailure } from "@/server/domain/assets";
import { isLookupFailure } from "./http";

const ANY_HOST = "*";

/**
 * Remembers which release servers were out of reach, so that twelve assets do not wait for the same
 * timeout twelve times. A failed name lookup counts for every host: that is a machine without internet.
 */
export class Reachability {
  readonly #until = new Map<string, { at: number; host: string }>();
  readonly #now: () => number;
  readonly #memoryMs: number;

  constructor(now: () => number, memoryMs = 5 * 60_000) {
    this.#now = now;
    this.#memoryMs = memoryMs;
  }

  /** The host whose silence makes a download from this URL not worth a try, if there is one. */
  blockedBy(url: string): string | undefined {
    for (const host of [ANY_HOST, new URL(url).host]) {
      const entry = this.#until.get(host);
      if (entry && entry.at > this.#now()) return entry.host;
    }
    return undefined;
  }

  /** Learns from a failed download; failures that say nothing about the connection are ignored. */
  learn(url: string, error: unknown): void {
    if (!isAssetFailure(error) || error.code !== "ASSET_DOWNLOAD_UNREACHABLE") return;
    const host = new URL(url).host;
    const key = isLookupFailure(error) ? ANY_HOST : host;
    this.#until.set(key, { at: this.#now() + this.#memoryMs, host });
  }

  /** Forgets everything: somebody asks for another try. */
  reset(): void {
    this.#until.clear();
  }
}
