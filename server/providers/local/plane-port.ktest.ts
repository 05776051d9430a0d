import type { Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKubeClient } from "@/server/kube/client";
import { untilTrue } from "@/server/kube/testing/start-control-plane";
import { holdPort } from "@/server/platform/ports/testing/hold-port";
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

const data = testDataDir();
let lamina: TestConsole;
let stranger: Server | undefined;

beforeAll(async () => {
  lamina = await startTestConsole(data.dir);
});
afterAll(async () => {
  stranger?.close();
  await lamina.stop();
  data.remove();
});

/** Listens on the port as soon as its holder is gone. */
async function takeOver(port: number): Promise<void> {
  const taken = async () => {
    stranger = await holdPort(port).catch(() => undefined);
    return stranger !== undefined;
  };
  await untilTrue(taken, 10_000, `port ${port} is taken over`);
}

test("when the management plane's port is taken while it runs, it moves and all clusters go on", async () => {
  await applyCluster(lamina.client, clusterInput({ workers: 1 }));
  const workload = await workloadClient(lamina.client, clusterInput({}));
  const nodesAre = (count: number) => async () =>
    (await readyNodes(workload).catch(() => [])).length === count;
  await untilTrue(nodesAre(2), 60_000, "both nodes are Ready");

  const before = new URL(lamina.client.server);
  const api = lamina.supervisor.get("management-plane/kube-apiserver");
  process.kill(api?.pid ?? 0, "SIGKILL");
  await takeOver(Number(before.port));
  const moved = () => {
    const { server, state } = lamina.plane.status();
    const answers = lamina.supervisor.get("management-plane/kube-apiserver")?.ready === true;
    return server !== null && server !== before.origin && answers && state === "ready";
  };
  await untilTrue(moved, 90_000, "the plane is ready at another port");

  const client = createKubeClient(lamina.plane.kubeconfig() ?? "");
  expect(await client.ready()).toBe(true);
  await applyCluster(client, clusterInput({ workers: 2 }));
  await untilTrue(nodesAre(3), 60_000, "the provider serves the plane at its new port");
  await deleteCluster(client, clusterInput({ workers: 2 }));
  client.close();
  workload.close();
});
