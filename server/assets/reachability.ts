import { isAssetFailure } from "@/server/domain/assets";

/** A server that did not answer, and how that reads after its name. */
export interface Silence {
  host: string;
  reason: string;
}

/**
 * Remembers which release servers were out of reach, so that the assets of one server do not wait for the
 * same timeout in turn. Each server is judged by itself: another one may well answer.
 */
export class Reachability {
  readonly #until = new Map<string, Silence & { at: number }>();
  readonly #now: () => number;
  readonly #memoryMs: number;

  constructor(now: () => number, memoryMs = 5 * 60_000) {
    this.#now = now;
    this.#memoryMs = memoryMs;
  }

  /** The silence that makes a download from this URL not worth a try, if there is one. */
  blockedBy(url: string): Silence | undefined {
    const entry = this.#until.get(new URL(url).host);
    return entry && entry.at > this.#now() ? entry : undefined;
  }

  /** Learns from a failed download; failures that say nothing about the connection are ignored. */
  learn(url: string, error: unknown): void {
    if (!isAssetFailure(error) || error.code !== "ASSET_DOWNLOAD_UNREACHABLE") return;
    const { host } = new URL(url);
    const [way] = error.ways;
    if (!way) return;
    const at = this.#now() + this.#memoryMs;
    this.#until.set(host, { at, host: way.host ?? host, reason: way.reason });
  }

  /** Forgets everything: somebody asks for another try. */
  reset(): void {
    this.#until.clear();
  }
}
