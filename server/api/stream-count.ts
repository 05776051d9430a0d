import { AppError } from "@/server/domain/errors/app-error";

/** Counts open streams, so that one session cannot hold all that the process has room for. */
export class StreamCount {
  readonly #open = new Map<string, number>();

  constructor(private readonly limits: { perSession: number; perPerson: number }) {}

  /** Counts one more stream; returns what counts it off again, or the refusal. */
  enter({ id, sessionId }: { id: string; sessionId: string }): (() => void) | AppError {
    const { perSession, perPerson } = this.limits;
    if (this.#of(sessionId) >= perSession || this.#of(id) >= perPerson) {
      const message = "Too many pages are open in this session. Close some of them.";
      return new AppError("RATE_LIMITED", message);
    }
    for (const key of [sessionId, id]) this.#open.set(key, this.#of(key) + 1);
    return () => {
      for (const key of [sessionId, id]) {
        const left = this.#of(key) - 1;
        if (left > 0) this.#open.set(key, left);
        else this.#open.delete(key);
      }
    };
  }

  #of(key: string): number {
    return this.#open.get(key) ?? 0;
  }
}
