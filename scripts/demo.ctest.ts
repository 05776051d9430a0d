import { afterEach, beforeEach, expect, test } from "vitest";
import { findCluster, firstProject, waitForOperation } from "./sample-cluster";
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

test("a demo that cannot sign in ends with an exit code and a sentence", async () => {
  const running = await lamina.start();
  const refused = await demo([], { LAMINA_ADMIN_PASSWORD: "not-the-password" });
  expect(refused.code).toBe(1);
  expect(refused.text).toContain("could not sign in");
  expect(await running.stop()).toBe(0);
});
