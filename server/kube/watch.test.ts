import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createLog } from "@/server/platform/log/log";
import type { KubeClient } from "./client";
import { watchKind } from "./watch";

test("a watch that the server ends at once is opened again with growing pauses", async () => {
  let opened = 0;
  const ended = () => {
    opened += 1;
    const stream = Object.assign(new PassThrough(), { complete: true });
    stream.end();
    return stream;
  };
  const list = { metadata: { resourceVersion: "1" }, items: [] };
  const client: Pick<KubeClient, "pathOf"> & { connection: object } = {
    pathOf: async () => "/api/v1/configmaps",
    connection: { stream: async () => ended(), request: async () => list },
  };
  const stop = new AbortController();
  const sink = { replace: () => {}, upsert: () => {}, remove: () => {} };
  const kind = { apiVersion: "v1", kind: "ConfigMap" };
  const options = { kind, sink, log: createLog("silent"), stop: stop.signal };
  const running = watchKind(client as unknown as KubeClient, options);
  await sleep(700);
  expect(opened).toBeGreaterThan(1);
  expect(opened).toBeLessThan(6);
  stop.abort();
  await running;
});
