import { setTimeout as sleep } from "node:timers/promises";
import { TRPCClientError } from "@trpc/client";
import { messageOf } from "@/server/domain/errors/app-error";
import { isPassing as isPassingCode } from "@/server/domain/errors/passing";

/** How long a console may be away before its client gives up, and how often it is asked meanwhile. */
const limitMs = 120_000;
const pauseMs = 1_000;
/** An interruption shorter than this is not worth a line. */
const quietMs = 1_500;

/** What a client's patience is made of; tests make it short. */
export interface PatienceOptions {
  say?(line: string): void;
  signal?: AbortSignal;
  limitMs?: number;
  pauseMs?: number;
  quietMs?: number;
}

/**
 * Asks again while the console or its database is away: it restarts, or somebody restarts the database. It
 * says so with the time since when, and gives up when its limit is over.
 */
export class Patience {
  readonly #options: PatienceOptions;
  #awaySince: number | undefined;
  #told = false;

  constructor(options: PatienceOptions = {}) {
    this.#options = options;
  }

  /** Runs what may be repeated until it is answered. */
  async until<T>(ask: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const answer = await ask();
        this.#answered();
        return answer;
      } catch (error) {
        if (!isPassing(error)) throw error;
        await this.#wait(error);
      }
    }
  }

  /**
   * Makes something once. When the answer is lost, nobody knows whether it was made: it is looked for, and
   * made again only when it is not there.
   */
  async once<T>(make: () => Promise<T>, find: () => Promise<T | undefined>): Promise<T> {
    let lostAt: number | undefined;
    for (;;) {
      try {
        const made = await make();
        this.#answered();
        return made;
      } catch (error) {
        // An attempt whose answer was lost may have succeeded, and this one be refused for that.
        const passing = isPassing(error);
        if (!passing && lostAt === undefined) throw error;
        lostAt ??= Date.now();
        if (passing) await this.#wait(error, lostAt);
        const found = await this.until(find);
        if (found !== undefined) return found;
        if (!passing) throw error;
      }
    }
  }

  async #wait(error: unknown, firstAt = Date.now()): Promise<void> {
    const { say, signal, ...times } = this.#options;
    const now = Date.now();
    this.#awaySince ??= firstAt;
    const awayMs = now - this.#awaySince;
    const since = `since ${new Date(this.#awaySince).toISOString().slice(11, 19)} UTC`;
    const limit = times.limitMs ?? limitMs;
    if (awayMs >= limit) {
      const message = `The console has not answered ${since} (${reasonOf(error)}): gave up after ${Math.round(limit / 1000)} s.`;
      throw new Error(message, { cause: error });
    }
    if (!this.#told && awayMs >= (times.quietMs ?? quietMs)) {
      say?.(`The console does not answer ${since} (${reasonOf(error)}): asking again …`);
      this.#told = true;
    }
    await sleep(times.pauseMs ?? pauseMs, undefined, { signal });
  }

  #answered(): void {
    if (this.#told && this.#awaySince !== undefined) {
      const seconds = Math.round((Date.now() - this.#awaySince) / 1000);
      this.#options.say?.(`The console answers again, after ${seconds} s.`);
    }
    this.#awaySince = undefined;
    this.#told = false;
  }
}

const passingStatus = new Set([502, 503, 504]);

/** The console answered that it cannot now: itself, or what stands in front of it. */
export class NotNow extends Error {
  override readonly name = "NotNow";
}

/** True for an answer that another try may not meet: the console or its database is away. */
export function isPassing(error: unknown): boolean {
  if (error instanceof NotNow) return true;
  if (error instanceof TRPCClientError) {
    const status: unknown = error.data?.httpStatus ?? responseStatus(error);
    return typeof status === "number" ? passingStatus.has(status) : isPassing(error.cause);
  }
  return isConnectionTrouble(error);
}

/** A proxy's own page is no answer of the console's API: only its status tells. */
function responseStatus(error: TRPCClientError<never>): number | undefined {
  const response: unknown = error.meta?.response;
  return response instanceof Response ? response.status : undefined;
}

/** What Node's fetch calls a connection that was not there or broke. */
const fetchCodes =
  /^UND_ERR_(SOCKET|CONNECT_TIMEOUT|HEADERS_TIMEOUT|BODY_TIMEOUT|CLOSED|DESTROYED)$/;

function isConnectionTrouble(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (isPassingCode(at) || at.name === "TimeoutError") return true;
    if ("code" in at && typeof at.code === "string" && fetchCodes.test(at.code)) return true;
  }
  return false;
}

function reasonOf(error: unknown): string {
  let reason = messageOf(error);
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") reason = at.code;
  }
  return reason.replace(/\.$/, "");
}
