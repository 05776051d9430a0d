import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { clusterNamespace } from "@/server/domain/cluster/kube-names";
import type { KubeClient } from "@/server/kube/client";
import { untilTrue } from "@/server/kube/testing/start-control-plane";
import { kindOf, localControlPlane } from "./kinds";
import {
  applyCluster,
  clusterInput,
  deleteCluster,
  machinesIn,
  readyNodes,
  startTestConsole,
  testDataDir,
  workloadClient,
  type TestConsole,
} from "./testing/start-console";

const data = testDataDir();
const before = clusterInput({ kubernetesVersion: "1.36.3", workers: 1 });
const after = clusterInput({
  kubernetesVersion: "1.37.2",
  osImage: "Flatcar 4230.2.0",
  kernelVersion: "6.6.95",
  workers: 1,
});
const namespace = clusterNamespace(after.clusterId);
let lamina: TestConsole;
let workload: KubeClient;

beforeAll(async () => {
  lamina = await startTestConsole(data.dir);
});
afterAll(async () => {
  workload?.close();
  await lamina.stop();
  data.remove();
});

const nodeInfo = z.object({
  nodeInfo: z.object({
    kubeletVersion: z.string(),
    osImage: z.string(),
    kernelVersion: z.string(),
  }),
});

/** What the nodes report that they run, without repetition. */
async function software(): Promise<string[]> {
  const nodes = await workload.list({ apiVersion: "v1", kind: "Node" });
  const told = nodes.map((node) => Object.values(nodeInfo.parse(node.status).nodeInfo).sort());
  return [...new Set(told.map((texts) => texts.join()))];
}

test("an upgrade takes the control plane first, then the workers, and keeps the data", async () => {
  await applyCluster(lamina.client, before);
  workload = await workloadClient(lamina.client, before);
  const nodes = async () => (await readyNodes(workload).catch(() => [])).length === 2;
  await untilTrue(nodes, 60_000, "both nodes are Ready");
  expect(await workload.version()).toBe("v1.36.3");
  const metadata = { name: "kept", namespace: "default" };
  await workload.create({ apiVersion: "v1", kind: "ConfigMap", metadata });

  // As the cluster's reconciler does it: no kubelet may be newer than the API server.
  await applyCluster(lamina.client, after, { withWorkers: false });
  const upgraded = async () => (await workload.version().catch(() => "")) === "v1.37.2";
  await untilTrue(upgraded, 60_000, "the API server is of the new version");
  const planeFirst = async () => (await software().catch(() => [])).length === 2;
  await untilTrue(planeFirst, 60_000, "only the control plane's node reports the new version");
  await applyCluster(lamina.client, after);
  const wanted = ["6.6.95", "Flatcar 4230.2.0", "v1.37.2"].join();
  const rolled = async () => (await software().catch(() => [])).join() === wanted;
  await untilTrue(rolled, 90_000, "every node reports the new version");
  const running = async () => (await machinesIn(lamina.client, after, "Running")) === 2;
  await untilTrue(running, 60_000, "two Machines are Running");
  const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "default", name: "kept" };
  expect(await workload.find(ref)).toBeDefined();
  const name = "demo-control-plane";
  const plane = await lamina.client.get({ ...kindOf(localControlPlane), namespace, name });
  expect(localControlPlane.status.parse(plane.status)).toMatchObject({
    version: "v1.37.2",
    upToDateReplicas: 1,
    readyReplicas: 1,
  });
  await deleteCluster(lamina.client, after);
});
