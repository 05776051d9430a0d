import type { Log } from "@/server/platform/log/log";
import type { KubeClient } from "./client";
import { objectKey, type KubeObject, type ListFilter, type ObjectKind } from "./types";
import { watchKind, type WatchSink } from "./watch";

/** What an informer is told. It must only note what to look at: no waiting, no work. */
export interface InformerOptions {
  kind: ObjectKind;
  filter?: ListFilter;
  log: Log;
  onChange?: (object: KubeObject) => void;
  onDelete?: (object: KubeObject) => void;
}

/** A copy of all objects of a kind, kept current. Never decide a creation by it alone: it lags. */
export interface Informer {
  /** Resolves when the first list is in. */
  readonly synced: Promise<void>;
  get(key: string): KubeObject | undefined;
  list(): KubeObject[];
  stop(): void;
}

/** Keeps the copy until stopped. */
export function createInformer(client: KubeClient, options: InformerOptions): Informer {
  const { kind, filter, log } = options;
  const store = new Map<string, KubeObject>();
  const stop = new AbortController();
  const synced = new Promise<void>((resolve) => {
    const sink = storing(store, options, resolve);
    void watchKind(client, { kind, filter, log, sink, stop: stop.signal });
  });
  return {
    synced,
    get: (key) => store.get(key),
    list: () => [...store.values()],
    stop: () => stop.abort(),
  };
}

function storing(
  store: Map<string, KubeObject>,
  { onChange, onDelete }: InformerOptions,
  synced: () => void,
): WatchSink {
  const upsert = (object: KubeObject) => {
    // Who set which field is half of an object's size, and nobody here reads it.
    Object.assign(object.metadata, { managedFields: undefined });
    store.set(objectKey(object), object);
    onChange?.(object);
  };
  const remove = (object: KubeObject) => {
    store.delete(objectKey(object));
    onDelete?.(object);
  };
  return {
    upsert,
    remove,
    replace: (objects) => {
      const seen = new Set(objects.map(objectKey));
      for (const [key, object] of store) if (!seen.has(key)) remove(object);
      for (const object of objects) upsert(object);
      synced();
    },
  };
}
