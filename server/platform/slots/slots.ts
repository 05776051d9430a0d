import { AppError } from "@/server/domain/errors/app-error";

/** When a task gets its slot. */
export interface SlotRequest {
  /** Lower goes first; equals go in the order in which they came. */
  priority: number;
  /** Called if the task has to wait. */
  onWait?(): void;
}

/** Lets a fixed number of tasks run at a time, the more urgent of the waiting ones next. */
export class Slots {
  #free: number;
  readonly #waiting: { priority: number; start: () => void }[] = [];
  readonly #maxWaiting: number;

  /** `maxWaiting`: how many tasks may wait before one that is not more urgent than they are. */
  constructor(size: number, maxWaiting = Number.POSITIVE_INFINITY) {
    this.#free = size;
    this.#maxWaiting = maxWaiting;
  }

  /** Runs the task when a slot is free. UNAVAILABLE when too many would go before it. */
  async run<T>(request: SlotRequest, task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else {
      const ahead = this.#waiting.filter((other) => other.priority <= request.priority);
      if (ahead.length >= this.#maxWaiting)
        throw new AppError("UNAVAILABLE", "Too much is being done at once. Try again in a moment.");
      request.onWait?.();
      await this.#turn(request.priority);
    }
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next.start();
      else this.#free += 1;
    }
  }

  #turn(priority: number): Promise<void> {
    return new Promise((resolve) => {
      const behind = this.#waiting.findIndex((other) => other.priority > priority);
      const at = behind === -1 ? this.#waiting.length : behind;
      this.#waiting.splice(at, 0, { priority, start: resolve });
    });
  }
}
