import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sendSignal } from "@/server/platform/process/ledger";
import { findCluster, firstProject, waitForOperation } from "./sample-cluster";
import { processesOf } from "./testing/data-folder-processes";
import { createTestConsole, type TestConsole } from "./testing/test-console";

let lamina: TestConsole;
beforeEach(async () => {
  lamina = await createTestConsole();
});
afterEach(() => lamina.destroy());

/** Runs `npm run demo` and returns its exit code and what it printed. */
async function demo(args: string[] = [], env: Record<string, string> = {}) {
  const before = lamina.log().length;
  const code = await lamina.launch(env, ["bin/lamina.mjs", "demo", ...args]).ended;
  return { code, text: lamina.log().slice(before) };
}

const databaseProcesses = () =>
  processesOf(lamina.dataDir).filter((p) => !p.guard && p.commandLine.includes("bin/postgres -D"));
const waits = { timeout: 60_000, interval: 50 };

/** Lines of `kubectl get nodes` that say Ready. */
const readyNodes = (text: string) => text.match(/^\S+ +Ready /gm)?.length ?? 0;

test("the demo starts a console, deploys, finds the cluster again after a restart, and removes it", async () => {
  const first = await demo();
  expect(first.text).toMatch(/demo is Running after [\d.]+ s\./);
  expect(first).toMatchObject({ code: 0, text: expect.stringContaining("The console is stopped") });
  expect(readyNodes(first.text)).toBe(4);

  const running = await lamina.start();
  const api = await lamina.signIn();
  const { id: projectId } = await firstProject(api);
  const clusterId = (await findCluster(api, projectId, "demo")) ?? "";
  const { generation } = await api.cluster.get.query({ clusterId });
  await api.cluster.scalePool.mutate({ clusterId, pool: "workers", size: 2, generation });
  await waitForOperation(api, clusterId, { timeoutMs: 60_000 });
  const again = await demo();
  expect(again.text).toContain("demo exists and is Running.");
  expect(again.code).toBe(0);
  expect(readyNodes(again.text)).toBe(3);

  const removed = await demo(["--delete"]);
  expect(removed).toMatchObject({ code: 0, text: expect.stringContaining("demo is gone.") });
  const nothing = await demo(["--delete"]);
  expect(nothing).toMatchObject({ code: 0, text: expect.stringContaining("no cluster demo") });
  expect(await running.stop()).toBe(0);
});

test("a demo during which the database stops for five seconds, and the console restarts, goes on to the end", async () => {
  let running = await lamina.start();
  const begun = lamina.log().length;
  const said = () => lamina.log().slice(begun);
  const deploying = lamina.launch({}, ["bin/lamina.mjs", "demo"]);
  await vi.waitFor(() => expect(said()).toContain("Deploying demo"), waits);
  // Ended as a crash ends it, again and again: the supervisor starts it each time.
  const until = Date.now() + 5_000;
  while (Date.now() < until) {
    for (const { pid } of databaseProcesses()) sendSignal(pid, "SIGKILL");
    await sleep(100);
  }
  await running.kill();
  running = await lamina.start();
  expect(await deploying.ended).toBe(0);
  expect(said()).toMatch(/The console does not answer since [\d:]{8} UTC/);
  expect(said()).toContain("The console answers again");
  expect(said()).toMatch(/demo is Running after [\d.]+ s\./);
  expect(said()).not.toMatch(/report it|id.*none/);
  expect(await running.stop()).toBe(0);
});

test("a demo that cannot sign in ends with an exit code and a sentence", async () => {
  const running = await lamina.start();
  const refused = await demo([], { LAMINA_ADMIN_PASSWORD: "not-the-password" });
  expect(refused.code).toBe(1);
  expect(refused.text).toContain("could not sign in");
  expect(await running.stop()).toBe(0);
});

test("a demo that cannot make its data folder ends with the sentence of the console", async () => {
  const refused = await demo([], { LAMINA_DATA_DIR: "/dev/null/data" });
  expect(refused.code).toBe(1);
  expect(refused.text).toMatch(/lamina: The data folder \/dev\/null\/data cannot be written/);
});
