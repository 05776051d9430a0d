import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import {
  ensureMember,
  kubeconfigOf,
  type MemberPorts,
  type MemberSpec,
} from "@/server/control-plane/member";
import { ensureClusterPki } from "@/server/control-plane/pki";
import type { Binaries } from "@/server/domain/control-plane/binaries";
import { createKubeClient, type KubeClient } from "@/server/kube/client";
import { systemClock } from "@/server/platform/clock/clock";
import { createLog } from "@/server/platform/log/log";
import { testPortRange } from "@/server/platform/ports/testing/test-ports";
import { createPortRegistry } from "@/server/platform/ports/ports";
import { createSupervisor, type Supervisor } from "@/server/platform/process/supervisor";

/** Programs from the asset cache; `npm run assets` fills it. */
export const cachedBinaries: Binaries = async (name, version) => {
  const xdg = process.env.XDG_CACHE_HOME ?? path.join(homedir(), ".cache");
  const cache = process.env.LAMINA_CACHE_DIR ?? path.join(xdg, "lamina");
  const file = path.join(cache, "assets", name, version, name);
  try {
    accessSync(file, constants.X_OK);
  } catch (cause) {
    const fix = `Run "npm run assets -- ${name}@${version}".`;
    throw new Error(`${name} ${version} is not in the asset cache at ${file}. ${fix}`, { cause });
  }
  return file;
};

export const testKubernetesVersion = "1.37.2";

/** A real control plane in a temporary folder. */
export interface TestControlPlane {
  kubeconfig: string;
  client: KubeClient;
  supervisor: Supervisor;
  dir: string;
  /** Stops every process and removes the folder. */
  stop(): Promise<void>;
}

/** Starts etcd and the Kubernetes programs and waits until the API server is ready. */
export async function startControlPlane(
  options: { version?: string; binaries?: Binaries; clusterName?: string } = {},
): Promise<TestControlPlane> {
  const dir = mkdtempSync(path.join(tmpdir(), "lamina-plane-"));
  const log = createLog(process.env.LAMINA_TEST_LOG ?? "silent");
  const ledgerFile = path.join(dir, "processes.json");
  const supervisor = await createSupervisor({ logDir: path.join(dir, "logs"), ledgerFile, log });
  const pki = await ensureClusterPki(path.join(dir, "pki"), "10.96.0.0/16", systemClock);
  const ports = await claimPorts(dir);
  const deps = { supervisor, binaries: options.binaries ?? cachedBinaries };
  const clusterName = options.clusterName ?? "test";
  const member: MemberSpec = {
    idPrefix: "plane",
    group: "plane",
    name: "test",
    clusterName,
    version: options.version ?? testKubernetesVersion,
    dir: path.join(dir, "data"),
    ports,
    pki,
    podCidr: "10.244.0.0/16",
    serviceCidr: "10.96.0.0/16",
    apiServerExtraArgs: {},
    initialCluster: { test: `https://127.0.0.1:${ports.etcdPeer}` },
    joining: false,
    leaderElect: false,
    unsafeNoFsync: true,
  };
  const kubeconfig = kubeconfigOf(pki, clusterName, "admin", pki.admin, ports.api);
  const client = createKubeClient(kubeconfig);
  const stop = async () => {
    client.close();
    await supervisor.stopAll();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const complete = async () => (await ensureMember(deps, member)).complete;
    await untilTrue(complete, 60_000, "all its processes are ready");
  } catch (error) {
    const tail = supervisor.tailLog("plane/kube-apiserver", 20).join("\n");
    await stop();
    throw new Error(`The API server did not become ready:\n${tail}`, { cause: error });
  }
  return { kubeconfig, client, supervisor, dir, stop };
}

async function claimPorts(dir: string): Promise<MemberPorts> {
  const ports = createPortRegistry(path.join(dir, "ports.json"), testPortRange());
  const claim = (name: string) => ports.claim(name);
  return {
    etcdClient: await claim("etcd"),
    etcdPeer: await claim("peer"),
    api: await claim("api"),
    controllerManager: await claim("kcm"),
    scheduler: await claim("scheduler"),
  };
}

/** Polls until the answer is true. */
export async function untilTrue(
  check: () => Promise<boolean> | boolean,
  timeoutMs: number,
  what: string,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > deadline)
      throw new Error(`Waited ${timeoutMs / 1000} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
