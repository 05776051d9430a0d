import { existsSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { untilTrue } from "@/server/kube/testing/start-control-plane";
import type { KubeClient } from "@/server/kube/client";
import { isPortFree } from "@/server/platform/ports/ports";
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
const input = clusterInput({ workers: 3 });
const group = `clusters/${input.clusterId}`;
interface NodeSpec {
  podCIDR?: string;
}
const node = (name: string) => ({ apiVersion: "v1", kind: "Node", name });
let lamina: TestConsole;
let workload: KubeClient;

/** Also true while the API server is down in between. */
const nodesAre = (count: number) => async () => {
  const ready = await readyNodes(workload).catch(() => []);
  return ready.length === count;
};

beforeAll(async () => {
  lamina = await startTestConsole(data.dir);
});
afterAll(async () => {
  workload?.close();
  await lamina.stop();
  data.remove();
});

test("a cluster of 1 + 3 gets a real API server and simulated nodes, all Ready", async () => {
  await applyCluster(lamina.client, input);
  workload = await workloadClient(lamina.client, input);
  await untilTrue(nodesAre(4), 60_000, "four nodes are Ready");
  const all = async () => (await machinesIn(lamina.client, input, "Running")) === 4;
  await untilTrue(all, 60_000, "four Machines are Running");
  expect(await workload.version()).toBe("v1.37.2");
  const names = await readyNodes(workload);
  for (const name of names) {
    const { metadata } = await workload.get(node(name));
    expect(metadata.labels?.["lamina.dev/simulated"]).toBe("true");
  }
});

test("pods run and jobs complete on the simulated nodes", async () => {
  const containers = [{ name: "a", image: "a" }];
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "a", namespace: "default" },
    spec: { containers, nodeSelector: { tier: "web" } },
  };
  const ref = { apiVersion: "v1", kind: "Pod", namespace: "default", name: "a" };
  const account = async () =>
    (await workload.find({ ...ref, kind: "ServiceAccount", name: "default" })) !== undefined;
  await untilTrue(account, 20_000, "the default service account exists");
  await workload.create(pod);
  const runs = async () => JSON.stringify((await workload.get(ref)).status).includes('"Running"');
  await untilTrue(runs, 20_000, "the pod is Running");
});

test("scaling from 3 to 5 adds nodes, back to 2 removes them", async () => {
  await applyCluster(lamina.client, clusterInput({ workers: 5 }));
  await untilTrue(nodesAre(6), 60_000, "six nodes are Ready");
  await applyCluster(lamina.client, clusterInput({ workers: 2 }));
  const exactly = async () => (await workload.list(node(""))).length === 3;
  await untilTrue(exactly, 60_000, "three nodes are left");
});

test("each node has its own part of the pod range, and no event tells of a range it did not get", async () => {
  const ranges = (await workload.list(node(""))).map(({ spec }) => (spec as NodeSpec).podCIDR);
  expect(ranges.every((range) => range?.startsWith("10.244."))).toBe(true);
  expect(new Set(ranges).size).toBe(3);
  const events = await workload.list({ apiVersion: "v1", kind: "Event" });
  const reasons = events.map((event) => ("reason" in event ? event.reason : ""));
  expect(reasons).not.toEqual([]);
  expect(reasons).not.toContain("CIDRAssignmentFailed");
  expect(reasons).not.toContain("CIDRNotAvailable");
});

test("an API server that is killed comes back with its data", async () => {
  const id = `${group}/demo-control-plane-0/kube-apiserver`;
  const { pid } = lamina.supervisor.get(id) ?? {};
  process.kill(pid ?? 0, "SIGKILL");
  await untilTrue(() => lamina.supervisor.get(id)?.restarts === 1, 20_000, "it is restarted");
  await untilTrue(() => lamina.supervisor.get(id)?.ready === true, 30_000, "it is ready");
  await untilTrue(nodesAre(3), 30_000, "the nodes are Ready");
});

test("after a restart of the console the cluster runs again, on its data and its port", async () => {
  const before = workload.server;
  await lamina.stop();
  expect(await isPortFree(Number(new URL(before).port))).toBe(true);
  lamina = await startTestConsole(data.dir);
  // The client of before: same port, same certificates.
  await untilTrue(nodesAre(3), 60_000, "the nodes are Ready again");
  await applyCluster(lamina.client, clusterInput({ workers: 3 }));
  await untilTrue(nodesAre(4), 60_000, "it can be scaled again");
});

test("deleting it frees every process, port, log and folder", async () => {
  const ports = Object.entries(lamina.ports.all()).filter(([name]) => name.startsWith(group));
  expect(ports.length).toBeGreaterThan(4);
  await deleteCluster(lamina.client, input);
  expect(lamina.supervisor.list().filter((p) => p.id.startsWith(group))).toEqual([]);
  const left = Object.keys(lamina.ports.all()).filter((name) => name.startsWith(group));
  expect(left).toEqual([]);
  for (const [, port] of ports) expect(await isPortFree(port)).toBe(true);
  expect(existsSync(path.join(data.dir, "clusters", input.clusterId))).toBe(false);
  expect(existsSync(path.join(data.dir, "logs", group))).toBe(false);
});
