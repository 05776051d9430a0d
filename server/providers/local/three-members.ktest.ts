import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { etcdMembership } from "@/server/control-plane/etcd-members";
import { ensureClusterPki } from "@/server/control-plane/pki";
import { untilTrue } from "@/server/kube/testing/start-control-plane";
import type { KubeClient } from "@/server/kube/client";
import { isKubeError } from "@/server/kube/errors";
import { systemClock } from "@/server/platform/clock/clock";
import { holdPort, releasePort } from "@/server/platform/ports/testing/hold-port";
import { kindOf, localControlPlane, machineKind } from "./kinds";
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
import { clusterNamespace } from "@/server/domain/cluster/kube-names";

const data = testDataDir();
const one = clusterInput({ workers: 1 });
const three = clusterInput({ controlPlanes: 3, workers: 1 });
const group = `clusters/${one.clusterId}`;
const namespace = clusterNamespace(one.clusterId);
const configMap = (name: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "default" },
  data: { key: name },
});
let lamina: TestConsole;
let workload: KubeClient;

const nodesAre = (count: number) => async () =>
  (await readyNodes(workload).catch(() => [])).length === count;
const answers = async () => workload.ready();

beforeAll(async () => {
  lamina = await startTestConsole(data.dir);
  await applyCluster(lamina.client, one);
  workload = await workloadClient(lamina.client, one);
  await untilTrue(nodesAre(2), 60_000, "the cluster of 1 + 1 is there");
});
afterAll(async () => {
  workload?.close();
  await lamina.stop();
  data.remove();
});

test("a control plane grows from 1 to 3 behind the same endpoint, keeping its data", async () => {
  await workload.create(configMap("before"));
  const endpoint = workload.server;
  await applyCluster(lamina.client, three);
  await untilTrue(nodesAre(4), 120_000, "four nodes are Ready");
  const members = async () => (await machinesIn(lamina.client, three, "Running")) === 4;
  await untilTrue(members, 60_000, "all Machines are Running");
  expect((await workloadClient(lamina.client, three)).server).toBe(endpoint);
  const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "default", name: "before" };
  expect((await workload.get(ref)).data).toEqual({ key: "before" });
  const name = "demo-control-plane";
  const complete = async () => {
    const plane = await lamina.client.get({ ...kindOf(localControlPlane), namespace, name });
    const status = localControlPlane.status.parse(plane.status);
    return status.readyReplicas === 3 && status.upToDateReplicas === 3;
  };
  await untilTrue(complete, 30_000, "the control plane reports three members");
});

test("it goes on without one member's processes, which come back", async () => {
  const prefix = `${group}/demo-control-plane-0`;
  for (const name of ["etcd", "kube-apiserver"]) {
    process.kill(lamina.supervisor.get(`${prefix}/${name}`)?.pid ?? 0, "SIGKILL");
  }
  // Etcd elects another leader first; until then a request may be refused.
  const written = () =>
    workload.create(configMap("during")).then(
      () => true,
      (error: unknown) => isKubeError(error, "ALREADY_EXISTS"),
    );
  await untilTrue(written, 60_000, "the two others take a write");
  const back = () => lamina.supervisor.get(`${prefix}/kube-apiserver`)?.ready === true;
  await untilTrue(back, 60_000, "the member is back");
});

test("a deleted member leaves etcd and is replaced", async () => {
  const ref = { ...machineKind, namespace, name: "demo-control-plane-1" };
  const before = (await lamina.client.get(ref)).metadata.uid;
  await lamina.client.delete(ref);
  const replaced = async () => {
    const uid = (await lamina.client.find(ref))?.metadata.uid;
    return uid !== undefined && uid !== before;
  };
  await untilTrue(replaced, 60_000, "the member is made anew");
  const members = async () => (await machinesIn(lamina.client, three, "Running")) === 4;
  await untilTrue(members, 90_000, "all Machines are Running");
  const ref2 = { apiVersion: "v1", kind: "ConfigMap", namespace: "default", name: "during" };
  await untilTrue(answers, 20_000, "the endpoint answers");
  expect((await workload.get(ref2)).data).toEqual({ key: "during" });
});

test("after a restart all three members find each other again", async () => {
  await lamina.stop();
  lamina = await startTestConsole(data.dir);
  await untilTrue(answers, 60_000, "the endpoint answers");
  const ready = () =>
    lamina.supervisor.list().filter((p) => p.id.endsWith("/etcd") && p.ready).length === 4;
  await untilTrue(ready, 60_000, "all etcds are healthy");
});

/** Reason and message of the control plane's Ready condition. */
async function readiness(): Promise<string> {
  const ref = { ...kindOf(localControlPlane), namespace, name: "demo-control-plane" };
  const status = localControlPlane.status.parse((await lamina.client.get(ref)).status);
  const ready = status.conditions?.find((condition) => condition.type === "Ready");
  return `${ready?.reason}: ${ready?.message}`;
}

test.each([
  ["demo-control-plane-0", "taken and the list of ports is lost", true],
  ["demo-control-plane-2", "taken", false],
])("when the peer port of %s is %s, it waits and the others go on", async (name, _, lost) => {
  const portName = `${group}/${name}/etcdPeer`;
  const port = lamina.ports.all()[portName] ?? 0;
  await lamina.stop();
  if (lost) rmSync(path.join(data.dir, "ports.json"));
  const stranger = await holdPort(port);
  lamina = await startTestConsole(data.dir);
  const told = async () => (await readiness()).startsWith(`PORT_TAKEN: ${name}: Port ${port}`);
  await untilTrue(told, 60_000, "the taken port is told");
  await untilTrue(answers, 60_000, "the two others serve");

  const pkiDir = path.join(data.dir, "clusters", three.clusterId, "pki");
  const pki = await ensureClusterPki(pkiDir, three.serviceCidr, systemClock);
  const client = lamina.ports.all()[`${group}/demo-control-plane-1/etcdClient`] ?? 0;
  const members = await etcdMembership(client, pki).list();
  expect(members.map((member) => member.name).sort()).toEqual(
    [0, 1, 2].map((i) => `demo-control-plane-${i}`),
  );
  expect(members.filter((member) => member.isLearner)).toEqual([]);

  await releasePort(stranger);
  const well = async () => (await readiness()).startsWith("MembersReady");
  await untilTrue(well, 90_000, "all members are well");
  expect(lamina.ports.all()[portName]).toBe(port);
  const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "default", name: "before" };
  expect((await workload.get(ref)).data).toEqual({ key: "before" });
});

test("deleting it frees everything", async () => {
  await deleteCluster(lamina.client, three);
  expect(lamina.supervisor.list().filter((p) => p.id.startsWith(group))).toEqual([]);
  expect(Object.keys(lamina.ports.all()).filter((name) => name.startsWith(group))).toEqual([]);
});
