import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { clusterNamespace } from "@/server/domain/cluster/kube-names";
import {
  kubeconfigSecretName,
  renderCluster,
  type RenderInput,
  type RenderPool,
} from "@/server/domain/cluster/render-capi";
import type { Binaries } from "@/server/domain/control-plane/binaries";
import { createKubeClient, type KubeClient } from "@/server/kube/client";
import {
  cachedBinaries,
  testKubernetesVersion,
  untilTrue,
} from "@/server/kube/testing/start-control-plane";
import type { KubeObject } from "@/server/kube/types";
import {
  createManagementPlane,
  type ManagementPlane,
} from "@/server/management-plane/management-plane";
import { systemClock, type Clock } from "@/server/platform/clock/clock";
import { createLog } from "@/server/platform/log/log";
import { testPortRange } from "@/server/platform/ports/testing/test-ports";
import { createPortRegistry, type PortRegistry } from "@/server/platform/ports/ports";
import { createSupervisor, type Supervisor } from "@/server/platform/process/supervisor";
import { capiMachineSchema, clusterKind, machineKind } from "@/server/providers/local/kinds";
import { localProvider } from "@/server/providers/local/provider";
import { ProviderHost } from "@/server/providers/provider-host";

/** What of a console the local provider needs: supervisor, management plane, provider. */
export interface TestConsole {
  dir: string;
  supervisor: Supervisor;
  ports: PortRegistry;
  plane: ManagementPlane;
  client: KubeClient;
  /** Stops everything; the folder stays for a restart. */
  stop(): Promise<void>;
}

/** A fresh data folder. */
export function testDataDir(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(path.join(tmpdir(), "lamina-local-"));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Starts the parts on a data folder, as the console does. */
export async function startTestConsole(
  dir: string,
  { binaries = cachedBinaries, clock = systemClock }: { binaries?: Binaries; clock?: Clock } = {},
): Promise<TestConsole> {
  const log = createLog(process.env.LAMINA_TEST_LOG ?? "silent");
  const supervisor = await createSupervisor({
    logDir: path.join(dir, "logs"),
    ledgerFile: path.join(dir, "processes.json"),
    log,
  });
  const ports = createPortRegistry(path.join(dir, "ports.json"), testPortRange());
  const shared = { supervisor, binaries, ports, log, clock, unsafeNoFsync: true };
  const provider = new ProviderHost(localProvider, {
    ...shared,
    dataDir: path.join(dir, "clusters"),
    stageDir: path.resolve("kubernetes/kwok"),
  });
  const plane = createManagementPlane({
    ...shared,
    dataDir: path.join(dir, "management-plane"),
    providerObjects: localProvider.definitions(),
    beforeControllers: (kubeconfig, signal) => provider.serve(kubeconfig, signal),
  });
  plane.start();
  await plane.ready();
  const client = createKubeClient(plane.kubeconfig() ?? "");
  const stop = async () => {
    await provider.stop();
    await plane.stop();
    client.close();
    await supervisor.stopAll();
  };
  return { dir, supervisor, ports, plane, client, stop };
}

/** Input for a cluster of this many machines. */
export function clusterInput(
  over: Partial<RenderInput> & { controlPlanes?: number; workers?: number },
): RenderInput {
  const { controlPlanes = 1, workers = 3, ...rest } = over;
  const size = { labels: {}, taints: [], cpu: 2, memoryMiB: 4096 };
  const pools: RenderPool[] = [
    { name: "control-plane", role: "control-plane", size: controlPlanes, ...size },
    { name: "workers", role: "worker", ...size, size: workers, labels: { tier: "web" } },
  ];
  return {
    clusterId: "cls_Abcdefghijkmnopq",
    name: "demo",
    kubernetesVersion: testKubernetesVersion,
    podCidr: "10.244.0.0/16",
    serviceCidr: "10.96.0.0/16",
    apiServerExtraArgs: {},
    osImage: "Ubuntu 24.04",
    pools,
    ...rest,
  };
}

/** Applies a cluster as the cluster reconciler does. */
export async function applyCluster(
  client: KubeClient,
  input: RenderInput,
  options?: Parameters<typeof renderCluster>[1],
): Promise<void> {
  for (const object of renderCluster(input, options)) {
    await client.apply(object, { fieldManager: "lamina", force: true });
  }
}

/** The nodes of a cluster that are Ready. */
export async function readyNodes(client: KubeClient): Promise<string[]> {
  const nodes = await client.list({ apiVersion: "v1", kind: "Node" });
  return nodes.filter(isReady).map((node) => node.metadata.name);
}

/** True when the object's condition Ready is True. */
export function isReady(object: KubeObject): boolean {
  const { conditions = [] } = (object.status ?? {}) as {
    conditions?: { type: string; status: string }[];
  };
  return conditions.some((c) => c.type === "Ready" && c.status === "True");
}

/** The admin's client of a cluster, from the secret that Cluster API prescribes. */
export async function workloadClient(client: KubeClient, input: RenderInput): Promise<KubeClient> {
  const namespace = clusterNamespace(input.clusterId);
  const name = kubeconfigSecretName(input.name);
  const ref = { apiVersion: "v1", kind: "Secret", namespace, name };
  await untilTrue(
    async () => (await client.find(ref)) !== undefined,
    30_000,
    "the kubeconfig exists",
  );
  const { data } = z.object({ data: z.object({ value: z.string() }) }).parse(await client.get(ref));
  return createKubeClient(Buffer.from(data.value, "base64").toString("utf8"));
}

/** How many Machines of a cluster are in this phase. */
export async function machinesIn(
  client: KubeClient,
  input: RenderInput,
  phase: string,
): Promise<number> {
  const namespace = clusterNamespace(input.clusterId);
  const machines = await client.list(machineKind, { namespace });
  return machines.filter((machine) => capiMachineSchema.parse(machine).status?.phase === phase)
    .length;
}

/** Deletes a cluster and waits until Cluster API and the provider are done with it. */
export async function deleteCluster(client: KubeClient, input: RenderInput): Promise<void> {
  const ref = {
    ...clusterKind,
    namespace: clusterNamespace(input.clusterId),
    name: input.name,
  };
  await client.delete(ref);
  const gone = async () => (await client.find(ref)) === undefined;
  await untilTrue(gone, 90_000, "the cluster is gone");
}
