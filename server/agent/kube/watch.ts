import { createInterface } from "node:readline";
import { backoff } from "@/server/domain/agent/rhythm";
import { messageOf } from "@/server/domain/errors/app-error";
import type { Log } from "@/server/platform/log/log";
import type { KubeApi } from "./api";
import { dig, isKubeObject, textAt, type KubeObject } from "./object";
import { pause } from "./pause";

/** Who wants to know about the objects of a collection. */
export interface WatchSink {
  /** Everything there is, at the start and after a gap. */
  replace(objects: KubeObject[]): void;
  upsert(object: KubeObject): void;
  remove(object: KubeObject): void;
}

const pauses = { firstMs: 200, maxMs: 5000 };
/** The API server ends a watch after this time; then it goes on from where it was. */
const watchSeconds = 290;

/** Lists and watches a collection until the signal fires. Gaps and errors are mended by listing again. */
export async function watchCollection(
  api: KubeApi,
  path: string,
  sink: WatchSink,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const list = await api.transport.json({ method: "GET", path, signal });
      sink.replace(itemsOf(list));
      failures = 0;
      await follow(api, path, textAt(list, "metadata", "resourceVersion"), sink, signal);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      log.debug({ path, error: messageOf(error) }, "watch interrupted");
      await pause(backoff(failures, pauses, Math.random()), signal);
    }
  }
}

/** Watches from a version on; returns when that version is too old. */
async function follow(
  api: KubeApi,
  path: string,
  from: string,
  sink: WatchSink,
  signal: AbortSignal,
): Promise<void> {
  let resourceVersion = from;
  while (!signal.aborted) {
    const query = `watch=true&allowWatchBookmarks=true&timeoutSeconds=${watchSeconds}`;
    const stream = await api.transport.open({
      method: "GET",
      path: `${path}?${query}&resourceVersion=${resourceVersion}`,
      signal,
    });
    stream.socket.setTimeout((watchSeconds + 30) * 1000, () => stream.destroy());
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      const event: unknown = JSON.parse(line);
      const type = textAt(event, "type");
      const object = dig(event, "object");
      // 410: the history is gone. Any other error is answered the same way, by listing again.
      if (type === "ERROR") return;
      resourceVersion = textAt(object, "metadata", "resourceVersion") || resourceVersion;
      if (type === "BOOKMARK" || !isKubeObject(object)) continue;
      if (type === "DELETED") sink.remove(object);
      else sink.upsert(object);
    }
  }
}

function itemsOf(list: unknown): KubeObject[] {
  const apiVersion = textAt(list, "apiVersion");
  const kind = textAt(list, "kind").replace(/List$/, "");
  const items = dig(list, "items");
  if (!Array.isArray(items)) return [];
  return items.map((item: object) => ({ apiVersion, kind, ...item })).filter(isKubeObject);
}
