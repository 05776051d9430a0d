/** Keeps the newest answers that together weigh no more than `maxWeight`. */
export class WeighedMemory<T> {
  readonly #kept = new Map<string, { value: T; weight: number }>();
  #weight = 0;

  constructor(
    private readonly maxWeight: number,
    private readonly weigh: (value: T) => number,
  ) {}

  get(key: string): T | undefined {
    return this.#kept.get(key)?.value;
  }

  set(key: string, value: T): void {
    this.#forget(key);
    const weight = this.weigh(value);
    this.#kept.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#kept.keys()) {
      if (this.#weight <= this.maxWeight) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#weight -= this.#kept.get(key)?.weight ?? 0;
    this.#kept.delete(key);
  }
}
