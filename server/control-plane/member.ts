import path from "node:path";
import { pinnedVersions, type Binaries } from "@/server/domain/control-plane/binaries";
import { kubeconfigText } from "@/server/kube/kubeconfig";
import { contentDigest } from "@/server/platform/process/content-digest";
import type { StoredKeyPair } from "@/server/platform/certificates/store";
import { writeDurably } from "@/server/platform/files/write-durably";
import type { Supervisor } from "@/server/platform/process/supervisor";
import type { ProcessSpec, ProcessStatus } from "@/server/platform/process/types";
import { apiServerFlags } from "./flags/api-server";
import { controllerManagerFlags, schedulerFlags } from "./flags/controllers";
import { etcdFlags, etcdUrl } from "./flags/etcd";
import { toArgs } from "./flags/flags";
import type { ClusterPki } from "./pki";

/** The ports of one member, all on 127.0.0.1. */
export interface MemberPorts {
  etcdClient: number;
  etcdPeer: number;
  api: number;
  controllerManager: number;
  scheduler: number;
}

/** One member of a control plane: an etcd, an API server, a controller manager and a scheduler. */
export interface MemberSpec {
  /** Begins the ids of its processes: `clusters/demo-x/cp-0`. */
  idPrefix: string;
  group: string;
  /** Name of the etcd member. */
  name: string;
  clusterName: string;
  /** Kubernetes version without "v". */
  version: string;
  dir: string;
  ports: MemberPorts;
  pki: ClusterPki;
  podCidr: string;
  serviceCidr: string;
  apiServerExtraArgs: Readonly<Record<string, string>>;
  /** Peer addresses of the etcd cluster by name; read only while the data folder is empty. */
  initialCluster: Readonly<Record<string, string>>;
  joining: boolean;
  /** More than one member. */
  leaderElect: boolean;
  unsafeNoFsync: boolean;
  /** For a management plane: it holds objects but runs no pods, so it needs no scheduler and few controllers. */
  objectsOnly?: boolean;
}

/** The programs of a member, in the order in which they are started. */
export type MemberProcess =
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler";

/** What one look at a member saw. */
export interface MemberView {
  /** Of the processes that were started so far. */
  statuses: ProcessStatus[];
  /** Every process it shall have is ready. */
  complete: boolean;
}

/**
 * Starts what does not run and restarts what changed; repeating it is harmless and needed: the
 * controllers come once the API server is ready, because they give up when it takes too long.
 * With `etcdOnly` nothing else is started: a joining etcd serves nobody yet.
 */
export async function ensureMember(
  deps: { supervisor: Supervisor; binaries: Binaries },
  spec: MemberSpec,
  options: { etcdOnly?: boolean } = {},
): Promise<MemberView> {
  const { supervisor, binaries } = deps;
  const ensure = async (name: MemberProcess) =>
    supervisor.ensure(await processSpec(name, spec, binaries));
  const etcd = await ensure("etcd");
  if (options.etcdOnly) return { statuses: [etcd], complete: false };
  const apiServer = await ensure("kube-apiserver");
  const controllers: MemberProcess[] = spec.objectsOnly
    ? ["kube-controller-manager"]
    : ["kube-controller-manager", "kube-scheduler"];
  // A missing program is told at once, not only when its turn comes.
  const programs = controllers.map((name) => binaries(name, spec.version));
  await Promise.all(programs);
  const due = controllers.filter(
    (name) => apiServer.ready || supervisor.get(`${spec.idPrefix}/${name}`) !== undefined,
  );
  const statuses = [etcd, apiServer, ...(await Promise.all(due.map(ensure)))];
  const complete = due.length === controllers.length && statuses.every((status) => status.ready);
  return { statuses, complete };
}

/** Stops the four processes, clients before what they talk to. `kill` when the data goes as well. */
export async function stopMember(
  supervisor: Supervisor,
  idPrefix: string,
  options: { kill?: boolean } = {},
): Promise<void> {
  const stop = (name: string) => supervisor.stop(`${idPrefix}/${name}`, options);
  await Promise.all([stop("kube-controller-manager"), stop("kube-scheduler")]);
  await stop("kube-apiserver");
  await stop("etcd");
}

async function processSpec(
  name: MemberProcess,
  spec: MemberSpec,
  binaries: Binaries,
): Promise<ProcessSpec> {
  const version = name === "etcd" ? pinnedVersions.etcd : spec.version;
  const command = await binaries(name, version);
  if (name === "etcd") return etcdSpec(spec, command);
  if (name === "kube-apiserver") return apiServerSpec(spec, command);
  return controllerSpec(name, spec, command);
}

function healthPage(spec: MemberSpec, port: number, page: string) {
  return { https: { url: `https://127.0.0.1:${port}/${page}`, ca: spec.pki.ca.cert } };
}

function apiServerSpec(spec: MemberSpec, command: string): ProcessSpec {
  const { ports, serviceCidr, pki, apiServerExtraArgs: extraArgs } = spec;
  const input = { port: ports.api, etcdPort: ports.etcdClient, serviceCidr, pki, extraArgs };
  return {
    ...named(spec, "kube-apiserver", "API server"),
    command,
    args: toArgs(apiServerFlags(input)),
    readiness: healthPage(spec, ports.api, "readyz"),
    // It keeps nothing; without its etcd it would wait for a minute.
    stopTimeoutMs: 3000,
    stopOrder: 1,
  };
}

function controllerSpec(
  name: "kube-controller-manager" | "kube-scheduler",
  spec: MemberSpec,
  command: string,
): ProcessSpec {
  const { pki, ports, podCidr, serviceCidr, leaderElect, objectsOnly = false } = spec;
  const input = (short: string, pair: StoredKeyPair, port: number) => {
    return { ...writeKubeconfig(spec, short, pair), port, leaderElect, pki };
  };
  if (name === "kube-scheduler") {
    const { inputs, ...scheduler } = input("scheduler", pki.scheduler, ports.scheduler);
    return {
      ...named(spec, name, "Scheduler"),
      command,
      args: toArgs(schedulerFlags(scheduler)),
      inputs,
      readiness: healthPage(spec, ports.scheduler, "healthz"),
    };
  }
  const pair = pki.controllerManager;
  const { inputs, ...manager } = input("controller-manager", pair, ports.controllerManager);
  return {
    ...named(spec, name, "Controller manager"),
    command,
    args: toArgs(controllerManagerFlags({ ...manager, podCidr, serviceCidr, objectsOnly })),
    inputs,
    readiness: healthPage(spec, ports.controllerManager, "healthz"),
  };
}

function etcdSpec(spec: MemberSpec, command: string): ProcessSpec {
  const { etcdClient, etcdPeer } = spec.ports;
  const { cert, key } = spec.pki.etcdClient;
  const ca = spec.pki.etcdCa.cert;
  return {
    ...named(spec, "etcd", "etcd"),
    command,
    args: toArgs(
      etcdFlags({
        name: spec.name,
        dataDir: path.join(spec.dir, "etcd"),
        clientPort: etcdClient,
        peerPort: etcdPeer,
        initialCluster: spec.initialCluster,
        joining: spec.joining,
        pki: spec.pki,
        unsafeNoFsync: spec.unsafeNoFsync,
      }),
    ),
    readiness: { https: { url: `${etcdUrl(etcdClient)}/health`, ca, cert, key } },
    // Without a majority it waits for one in vain; what it has acknowledged is in its log already.
    stopTimeoutMs: 3000,
    stopOrder: 2,
  };
}

function named(spec: MemberSpec, name: string, title: string) {
  const id = `${spec.idPrefix}/${name}`;
  return { id, group: spec.group, title: `${title} (${spec.name})`, cwd: spec.dir };
}

/** Programs read a kubeconfig once; certificates in files of their own they read again by themselves. */
function writeKubeconfig(spec: MemberSpec, name: string, pair: StoredKeyPair) {
  const kubeconfigFile = path.join(spec.dir, `${name}.kubeconfig`);
  const kubeconfig = kubeconfigOf(spec.pki, spec.clusterName, name, pair, spec.ports.api);
  writeDurably(kubeconfigFile, kubeconfig);
  return { kubeconfigFile, inputs: contentDigest(kubeconfig) };
}

/** Kubeconfig of one identity for the API server on a port of 127.0.0.1. */
export function kubeconfigOf(
  pki: ClusterPki,
  clusterName: string,
  userName: string,
  pair: StoredKeyPair,
  port: number,
): string {
  const server = `https://127.0.0.1:${port}`;
  const { cert, key } = pair;
  return kubeconfigText({ clusterName, userName, server, ca: pki.ca.cert, cert, key });
}
