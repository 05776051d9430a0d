import { afterAll, beforeAll, expect, test } from "vitest";
import type { KubeClient } from "@/server/kube/client";
import { createKubeClient } from "@/server/kube/client";
import { untilTrue } from "@/server/kube/testing/start-control-plane";
import { settableClock } from "@/server/platform/clock/clock";
import {
  applyCluster,
  clusterInput,
  deleteCluster,
  readyNodes,
  startTestConsole,
  testDataDir,
  workloadClient,
  type TestConsole,
} from "./testing/start-console";

const DAYS_MS = 336 * 86_400_000;
// The programs know the real time: the first certificates are old ones that still hold for 29 days.
const clock = settableClock(new Date(Date.now() - DAYS_MS).toISOString());
const data = testDataDir();
const input = clusterInput({ workers: 1 });
const member = `clusters/${input.clusterId}/demo-control-plane-0`;
/** These have their credentials in a kubeconfig, which they read once. */
const readOnce = [
  "management-plane/kube-controller-manager",
  "management-plane/cluster-api-core",
  `${member}/kube-controller-manager`,
  `${member}/kube-scheduler`,
  `clusters/${input.clusterId}/kwok`,
];
/** These read their certificates again by themselves; a restart would cost an outage. */
const readAgain = ["management-plane", member].flatMap((prefix) => [
  `${prefix}/etcd`,
  `${prefix}/kube-apiserver`,
]);
let lamina: TestConsole;

const pidsOf = (ids: readonly string[]) => ids.map((id) => lamina.supervisor.get(id)?.pid ?? null);
const allReady = () =>
  [...readOnce, ...readAgain].every((id) => lamina.supervisor.get(id)?.ready === true);
const nodesAre = (client: KubeClient, count: number) => async () =>
  (await readyNodes(client).catch(() => [])).length === count;

beforeAll(async () => {
  lamina = await startTestConsole(data.dir, { clock });
});
afterAll(async () => {
  await lamina.stop();
  data.remove();
});

test("renewed certificates reach everything that runs, and nobody is left with the old ones", async () => {
  await applyCluster(lamina.client, input);
  const before = await workloadClient(lamina.client, input);
  await untilTrue(nodesAre(before, 2), 60_000, "both nodes are Ready");
  await untilTrue(allReady, 30_000, "all processes are ready");
  const planeBefore = lamina.plane.kubeconfig();
  const [onceBefore, againBefore] = [pidsOf(readOnce), pidsOf(readAgain)];

  clock.advance(DAYS_MS);
  lamina.plane.reconcile();
  const renewed = () => pidsOf(readOnce).every((pid, i) => pid !== null && pid !== onceBefore[i]);
  await untilTrue(renewed, 60_000, "what reads its credentials once was started again");
  await untilTrue(allReady, 60_000, "all processes are ready again");
  await lamina.plane.ready();
  expect(pidsOf(readAgain)).toEqual(againBefore);

  expect(lamina.plane.kubeconfig()).not.toBe(planeBefore);
  const client = createKubeClient(lamina.plane.kubeconfig() ?? "");
  const after = await workloadClient(client, input);
  expect(await after.ready()).toBe(true);
  // The provider works with its new connection, and the controllers with theirs.
  await applyCluster(client, clusterInput({ workers: 2 }));
  await untilTrue(nodesAre(after, 3), 60_000, "a third node is Ready");
  const settled = [pidsOf(readOnce), pidsOf(readAgain)];
  lamina.plane.reconcile();
  await deleteCluster(client, input);
  expect(pidsOf(readOnce).slice(0, 2)).toEqual(settled[0]?.slice(0, 2));
  for (const each of [before, after, client]) each.close();
});
