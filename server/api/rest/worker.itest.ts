import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "@/server/db/testing/test-database";
import { newId } from "@/server/domain/ids/ids";
import { createLog } from "@/server/platform/log/log";
import { WorkQueue } from "@/server/queue/queue";
import { RunPool } from "@/server/queue/run-pool";
import type { ServiceDeps } from "@/server/services/kit/context";
import { provideTestDeps } from "@/server/services/testing/provide-test-deps";
import { handleWorkerRequest } from "./worker";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let queue: WorkQueue;
const runs: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  queue = new WorkQueue(database.url, createLog("silent"));
  await queue.start();
  const run = async ({ id }: { id: string }) => {
    runs.push(id);
    return {};
  };
  // The route asks no service: it only drains.
  provideTestDeps({} as ServiceDeps, {
    secrets: { session: "session-secret", worker: "worker-secret" },
    drain: (maxMs) => new RunPool(queue, run).drain(maxMs),
  });
});
afterAll(async () => {
  await queue.stop();
  await database.close();
});

const call = (authorization?: string) =>
  handleWorkerRequest(
    new Request("http://localhost/api/worker", {
      method: "POST",
      ...(authorization ? { headers: { authorization } } : {}),
    }),
  );

test("a call with the secret drains what is due, one without runs nothing", async () => {
  const id = newId("cluster");
  await queue.enqueueNow({ kind: "cluster", tenantId: newId("tenant"), id });
  for (const wrong of [undefined, "Bearer ", "Bearer worker-secreT", "worker-secret"]) {
    expect((await call(wrong)).status).toBe(401);
  }
  expect(runs).toEqual([]);
  const answer = await call("Bearer worker-secret");
  expect(await answer.json()).toEqual({ runs: 1 });
  expect(runs).toEqual([id]);
});
