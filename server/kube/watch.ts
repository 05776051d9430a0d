import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { messageOf } from "@/server/domain/errors/app-error";
import { fromJson } from "@/server/domain/json/exact";
import { backoffMs } from "@/server/domain/retry/backoff";
import type { Log } from "@/server/platform/log/log";
import { listAll, toKubeObject, type KubeClient } from "./client";
import { isKubeError, KubeError } from "./errors";
import type { KubeObject, ListFilter, ObjectKind } from "./types";

/** Who wants to know about the objects of a kind. It must only note what it hears: no waiting, no work. */
export interface WatchSink {
  /** Everything there is, at the start and after a gap. */
  replace(objects: KubeObject[]): void;
  upsert(object: KubeObject): void;
  remove(object: KubeObject): void;
}

/** What to watch, until when, and for whom. */
export interface WatchOptions {
  kind: ObjectKind;
  filter?: ListFilter | undefined;
  sink: WatchSink;
  log: Log;
  stop: AbortSignal;
}

const eventSchema = z.object({ type: z.string(), object: z.unknown() });
const bookmarkSchema = z.object({ metadata: z.object({ resourceVersion: z.string() }) });
const retryPolicy = { firstMs: 250, maxMs: 5000 };
/** The API server ends a watch after this time; then it goes on from where it was. */
const WATCH_SECONDS = 290;
/** A watch that ends sooner was closed at once. */
const SHORT_MS = 1000;
/** Bookmarks come about once a minute; silence beyond this is a broken connection. */
const IDLE_MS = 150_000;

/** Lists, watches, lists again when the watch is lost for good; goes on until the signal fires. */
export async function watchKind(client: KubeClient, options: WatchOptions): Promise<void> {
  await new Watch(client, options).run();
}

class Watch {
  private version = "";
  private failures = 0;

  constructor(
    private readonly client: KubeClient,
    private readonly options: WatchOptions,
  ) {}

  async run(): Promise<void> {
    const { kind, log, stop } = this.options;
    while (!stop.aborted) {
      try {
        if (this.version === "") await this.list();
        const began = performance.now();
        await this.follow();
        if (performance.now() - began >= SHORT_MS) {
          this.failures = 0;
          continue;
        }
        // A server that closes every watch as soon as it opens must not be asked without a pause.
        this.failures += 1;
      } catch (error) {
        if (stop.aborted) return;
        // After a cut the watch goes on where it was. Whatever the API server itself objects to, mostly
        // that the version is too old, is mended by listing.
        if (!isKubeError(error, "UNREACHABLE")) this.version = "";
        this.failures += 1;
        log.debug({ kind: kind.kind, reason: messageOf(error) }, "A watch broke off");
      }
      const pause = backoffMs(retryPolicy, this.failures, Math.random());
      await sleep(pause, undefined, { signal: stop }).catch(() => {});
    }
  }

  private async list(): Promise<void> {
    const { kind, filter, sink, stop } = this.options;
    const { items, resourceVersion } = await listAll(this.client, kind, filter ?? {}, stop);
    sink.replace(items);
    this.version = resourceVersion;
  }

  private async follow(): Promise<void> {
    const { kind, filter, stop } = this.options;
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
      silenceMs: IDLE_MS,
      signal: stop,
    });
    const lines = createInterface({ input: response });
    // A broken stream ends the loop over its lines; readline itself passes on neither of these.
    for (const end of ["error", "close"]) response.once(end, () => lines.close());
    for await (const line of lines) this.take(line);
    if (!response.complete) throw new KubeError("UNREACHABLE", "The watch was cut");
  }

  private take(line: string): void {
    const { type, object } = eventSchema.parse(fromJson(line));
    // Mostly that the version is too old; any other reason is answered the same way.
    if (type === "ERROR") throw new KubeError("EXPIRED", "The watch ended with an error");
    if (type === "BOOKMARK") {
      this.version = bookmarkSchema.parse(object).metadata.resourceVersion;
      return;
    }
    const current = toKubeObject(object);
    if (type === "DELETED") this.options.sink.remove(current);
    else this.options.sink.upsert(current);
    this.version = current.metadata.resourceVersion ?? this.version;
  }
}
