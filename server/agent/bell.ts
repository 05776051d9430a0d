/** Waits, but not longer than until the signal fires. Never throws. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}

/** A bell: whoever waits on it continues when somebody rings, or when the time is over. */
export class Bell {
  readonly #waiting = new Set<() => void>();

  ring(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Resolves at the next ring, after `ms`, or when the signal fires. */
  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    const rung = new AbortController();
    const wake = () => rung.abort();
    this.#waiting.add(wake);
    await pause(ms, signal ? AbortSignal.any([signal, rung.signal]) : rung.signal);
    this.#waiting.delete(wake);
  }
}
