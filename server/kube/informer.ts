import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { messageOf } from "@/server/domain/errors/app-error";
import { backoffMs } from "@/server/domain/retry/backoff";
import type { Log } from "@/server/platform/log/log";
import { listAll, toKubeObject, type KubeClient } from "./client";
import { isKubeError, KubeError } from "./errors";
import { objectKey, type KubeObject, type ListFilter, type ObjectKind } from "./types";

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

const eventSchema = z.object({ type: z.string(), object: z.unknown() });
const retryPolicy = { firstMs: 250, maxMs: 15_000 };
const WATCH_SECONDS = 290;
/** Bookmarks come about once a minute; silence beyond this is a broken connection. */
const IDLE_MS = 150_000;

/** Lists, watches, lists again when the watch is lost for good; goes on until stopped. */
export function createInformer(client: KubeClient, options: InformerOptions): Informer {
  const store = new Map<string, KubeObject>();
  const stop = new AbortController();
  const synced = new Promise<void>((resolve) => {
    void new InformerLoop(client, options, store, stop.signal, resolve).run();
  });
  return {
    synced,
    get: (key) => store.get(key),
    list: () => [...store.values()],
    stop: () => stop.abort(),
  };
}

class InformerLoop {
  private version = "";
  private failures = 0;

  constructor(
    private readonly client: KubeClient,
    private readonly options: InformerOptions,
    private readonly store: Map<string, KubeObject>,
    private readonly stop: AbortSignal,
    private readonly synced: () => void,
  ) {}

  async run(): Promise<void> {
    const { kind, log } = this.options;
    while (!this.stop.aborted) {
      try {
        if (this.version === "") await this.relist();
        await this.watch();
        this.failures = 0;
      } catch (error) {
        if (this.stop.aborted) return;
        if (isKubeError(error, "EXPIRED")) this.version = "";
        this.failures += 1;
        log.debug({ kind: kind.kind, reason: messageOf(error) }, "A watch broke off");
        const pause = backoffMs(retryPolicy, this.failures, Math.random());
        await sleep(pause, undefined, { signal: this.stop }).catch(() => {});
      }
    }
  }

  private async relist(): Promise<void> {
    const { kind, filter } = this.options;
    const { items, resourceVersion } = await listAll(this.client, kind, filter ?? {});
    const seen = new Set(items.map(objectKey));
    for (const [key, object] of this.store) if (!seen.has(key)) this.removed(object);
    for (const object of items) this.changed(object);
    this.version = resourceVersion;
    this.synced();
  }

  private async watch(): Promise<void> {
    const { kind, filter } = this.options;
    const response = await this.client.connection.stream({
      method: "GET",
      path: await this.client.pathOf(kind, filter?.namespace),
      query: {
        watch: "true",
        allowWatchBookmarks: "true",
        resourceVersion: this.version,
        timeoutSeconds: String(WATCH_SECONDS),
        labelSelector: filter?.labelSelector,
        fieldSelector: filter?.fieldSelector,
      },
      timeoutMs: IDLE_MS,
      signal: this.stop,
    });
    const lines = createInterface({ input: response });
    // A broken stream ends the loop over its lines; readline itself does not pass the error on.
    response.once("error", () => lines.close());
    for await (const line of lines) this.take(eventSchema.parse(JSON.parse(line)));
    if (!response.complete) throw new KubeError("UNREACHABLE", "The watch was cut");
  }

  private take({ type, object }: z.infer<typeof eventSchema>): void {
    if (type === "ERROR") {
      const code = z.object({ code: z.number() }).safeParse(object);
      const expired = code.success && code.data.code === 410;
      throw new KubeError(expired ? "EXPIRED" : "SERVER_ERROR", "The watch ended with an error");
    }
    if (type === "BOOKMARK") {
      this.version = bookmarkSchema.parse(object).metadata.resourceVersion;
      return;
    }
    const current = toKubeObject(object);
    this.version = current.metadata.resourceVersion ?? this.version;
    if (type === "DELETED") this.removed(current);
    else this.changed(current);
  }

  private changed(object: KubeObject): void {
    this.store.set(objectKey(object), object);
    this.options.onChange?.(object);
  }

  private removed(object: KubeObject): void {
    this.store.delete(objectKey(object));
    this.options.onDelete?.(object);
  }
}

const bookmarkSchema = z.object({ metadata: z.object({ resourceVersion: z.string() }) });
