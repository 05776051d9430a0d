import type { WatchSink } from "@/server/kube/watch";
import type { KubeObject } from "@/server/kube/types";

/** The reduced form of a watched collection. Whole objects are not kept: they would fill the memory. */
export class Collection<T> implements WatchSink {
  readonly #reduce: (object: KubeObject) => T | undefined;
  readonly #onChange: () => void;
  readonly #maxItems: number;
  readonly #items = new Map<string, T>();
  #synced = false;

  /** Beyond `maxItems` the items that changed least recently are forgotten. */
  constructor(
    reduce: (object: KubeObject) => T | undefined,
    onChange: () => void,
    maxItems = 10_000,
  ) {
    this.#reduce = reduce;
    this.#onChange = onChange;
    this.#maxItems = maxItems;
  }

  /** True once the whole collection was seen; before that nothing may be concluded from what is missing. */
  get synced(): boolean {
    return this.#synced;
  }

  values(): T[] {
    return [...this.#items.values()];
  }

  replace(objects: KubeObject[]): void {
    this.#items.clear();
    for (const object of objects) this.#put(object);
    this.#synced = true;
    this.#onChange();
  }

  upsert(object: KubeObject): void {
    const key = keyOf(object);
    const before = JSON.stringify(this.#items.get(key));
    this.#put(object);
    if (JSON.stringify(this.#items.get(key)) !== before) this.#onChange();
  }

  remove(object: KubeObject): void {
    if (this.#items.delete(keyOf(object))) this.#onChange();
  }

  #put(object: KubeObject): void {
    const reduced = this.#reduce(object);
    this.#items.delete(keyOf(object));
    if (reduced === undefined) return;
    this.#items.set(keyOf(object), reduced);
    for (const key of this.#items.keys()) {
      if (this.#items.size <= this.#maxItems) return;
      this.#items.delete(key);
    }
  }
}

function keyOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ""}/${object.metadata.name}`;
}
