import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createKubeClient } from "@/server/kube/client";
import { untilTrue } from "@/server/kube/testing/start-control-plane";
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
async function takeOver(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy());
  const listens = () =>
    new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => resolve(true));
    });
  await untilTrue(listens, 10_000, `port ${port} is taken over`);
  return server;
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
  stranger = await takeOver(Number(before.port));
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
