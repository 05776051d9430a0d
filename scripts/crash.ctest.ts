import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { assetPath } from "@/server/assets/settings";
import { clusterNamespace } from "@/server/domain/cluster/kube-names";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { createKubeClient } from "@/server/kube/client";
import { readEnvironment } from "@/server/platform/env/env";
import { checkCluster, pinnedKubectl } from "./cluster-check";
import type { ConsoleClient } from "./console-client";
import type { ConsoleProcess } from "./console-process";
import {
  deleteCluster,
  ensureSampleProfile,
  samplePools,
  waitForOperation,
  waitUntilHealthy,
} from "./sample-cluster";
import { processesOf } from "./testing/data-folder-processes";
import { createTestConsole, type TestConsole } from "./testing/test-console";

/** A run that failed is repeated with its seed: LAMINA_CRASH_SEED. */
const seed = Number(process.env.LAMINA_CRASH_SEED) || (Date.now() % 1_000_000) + 1;
const random = randomFrom(seed);
const machines = samplePools.reduce((sum, pool) => sum + pool.size, 0);
const cluster = "crash";
const stepMs = 120_000;
/** Where each kill falls: once this step has come so far, and a random while later. */
const moments = [
  { key: "assets", state: /Running|Succeeded/ },
  { key: "infrastructure", state: /Running|Succeeded/ },
  { key: "agent", state: /Running|Succeeded/ },
  { key: "pool:workers", state: /Running|Succeeded/ },
  { key: "layer:", state: /Succeeded/ },
];
const longestDelayMs = 1_500;

let lamina: TestConsole;
let running: ConsoleProcess;
beforeAll(async () => {
  console.log(`Seed of the crash test: LAMINA_CRASH_SEED=${seed}`);
  lamina = await createTestConsole();
  running = await lamina.start();
});
afterAll(() => lamina.destroy());

test(
  "killed at five random moments of a deployment, the cluster reaches Running: nothing twice, nothing left",
  { timeout: 600_000 },
  async () => {
    let api = await lamina.signIn();
    const { projectId, versionId } = await ensureSampleProfile(api);
    const pools = samplePools;
    const wanted = { projectId, name: cluster, profileVersionId: versionId, pools };
    const { clusterId } = await api.cluster.create.mutate(wanted);
    for (const moment of moments) {
      await untilAt(api, clusterId, moment);
      const delayMs = Math.floor(random() * longestDelayMs);
      await sleep(delayMs);
      await running.kill();
      console.log(`Killed ${delayMs} ms after "${moment.key}" was ${moment.state}`);
      running = await lamina.start();
      api = await lamina.signIn();
    }
    await waitForOperation(api, clusterId, { timeoutMs: stepMs });
    await waitUntilHealthy(api, clusterId, { timeoutMs: stepMs });
    await expectOnce(api, projectId, clusterId);
    await expectOneOfEachProcess(clusterId);

    await deleteCluster(api, { id: clusterId, name: cluster }, { timeoutMs: stepMs });
    await expectNothingLeft(clusterId);
    expect(await running.stop()).toBe(0);
    await vi.waitFor(() => expect(processesOf(lamina.dataDir)).toEqual([]), waiting);
  },
);

const waiting = { timeout: 30_000, interval: 200 };

function untilAt(
  api: ConsoleClient,
  clusterId: string,
  moment: (typeof moments)[number],
): Promise<void> {
  const there = async () => {
    const [operation] = await api.cluster.operations.query({ clusterId });
    const steps = operation?.steps.filter((s) => s.key.startsWith(moment.key)) ?? [];
    expect(steps.map((s) => s.state).join(" "), moment.key).toMatch(moment.state);
  };
  return vi.waitFor(there, { timeout: stepMs, interval: 50 });
}

/** One of everything: rows, objects of Cluster API, nodes, releases. */
async function expectOnce(api: ConsoleClient, projectId: string, clusterId: string): Promise<void> {
  expect(await api.cluster.list.query({ projectId })).toHaveLength(1);
  const operations = await api.cluster.operations.query({ clusterId });
  expect(operations.map((operation) => operation.kind)).toEqual(["create"]);

  const objects = await planeObjects();
  expect(objects).toEqual({
    Cluster: 1,
    LocalCluster: 1,
    LocalControlPlane: 1,
    MachineDeployment: 1,
    Machine: machines,
    LocalMachine: machines,
  });

  const { cacheDir } = readEnvironment(process.env);
  const found = await checkCluster({
    kubectl: assetPath(cacheDir, { name: "kubectl", version: pinnedKubectl }),
    helm: assetPath(cacheDir, { name: "helm", version: pinnedHelm }),
    kubeconfig: join(lamina.dataDir, "clusters", clusterId, "admin.kubeconfig"),
    nodes: machines,
  });
  expect(found.problems).toEqual([]);
  expect(new Set(found.releases.map((r) => `${r.namespace}/${r.name}`)).size).toBe(
    found.releases.length,
  );
  // A kill in the middle of an install costs that release one more revision, and only that one.
  const revisions = found.releases.map((r) => Number(r.revision));
  expect(Math.max(...revisions)).toBeLessThanOrEqual(1 + moments.length);
  console.log(found.releasesTable);
}

async function planeObjects(): Promise<Record<string, number>> {
  const kubeconfig = readFileSync(join(lamina.dataDir, "management-plane", "kubeconfig"), "utf8");
  const client = createKubeClient(kubeconfig);
  const kinds = [
    ["cluster.x-k8s.io/v1beta2", "Cluster"],
    ["infrastructure.cluster.x-k8s.io/v1alpha1", "LocalCluster"],
    ["controlplane.cluster.x-k8s.io/v1alpha1", "LocalControlPlane"],
    ["cluster.x-k8s.io/v1beta2", "MachineDeployment"],
    ["cluster.x-k8s.io/v1beta2", "Machine"],
    ["infrastructure.cluster.x-k8s.io/v1alpha1", "LocalMachine"],
  ] as const;
  try {
    const counts = kinds.map(
      async ([apiVersion, kind]) =>
        [kind, (await client.list({ apiVersion, kind })).length] as const,
    );
    return Object.fromEntries(await Promise.all(counts));
  } finally {
    client.close();
  }
}

/** Each program of the cluster runs once; guards and workers of PostgreSQL are not counted. */
async function expectOneOfEachProcess(clusterId: string): Promise<void> {
  const programs = [
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kwok",
    "agent.js",
  ];
  const own = processesOf(join(lamina.dataDir, "clusters", clusterId)).filter((p) => !p.guard);
  const counted = programs.map((program) => {
    const runs = new RegExp(`(^|/)${program.replace(".", "\\.")}( |$)`);
    return [program, own.filter((p) => runs.test(p.commandLine.slice(0, 300))).length];
  });
  expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(programs.map((p) => [p, 1])));
}

async function expectNothingLeft(clusterId: string): Promise<void> {
  const folder = join(lamina.dataDir, "clusters", clusterId);
  await vi.waitFor(() => expect(processesOf(folder)).toEqual([]), waiting);
  await vi.waitFor(
    () => expect(readdirSync(join(lamina.dataDir, "clusters"))).toEqual([]),
    waiting,
  );
  const ports = readFileSync(join(lamina.dataDir, "ports.json"), "utf8");
  expect(ports).not.toContain(clusterId);
  expect(Object.values(await planeObjects()).every((count) => count === 0)).toBe(true);
  const kubeconfig = readFileSync(join(lamina.dataDir, "management-plane", "kubeconfig"), "utf8");
  const client = createKubeClient(kubeconfig);
  const name = clusterNamespace(clusterId);
  expect(await client.find({ apiVersion: "v1", kind: "Namespace", name })).toBeUndefined();
  client.close();
}

/** mulberry32: a small generator that a seed repeats. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
