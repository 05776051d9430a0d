/** Lets a fixed number of tasks run at a time, the others in the order in which they came. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(size: number) {
    this.#free = size;
  }

  /** Runs the task when a slot is free; `onWait` is called if it has to wait first. */
  async run<T>(task: () => Promise<T>, onWait?: () => void): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else {
      onWait?.();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
