import path from "node:path";
import { pinnedVersions, type Binaries } from "@/server/domain/control-plane/binaries";
import { kubeconfigText } from "@/server/kube/kubeconfig";
import { writePrivate, type StoredKeyPair } from "@/server/platform/certificates/store";
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
}

export const memberProcesses = [
  "etcd",
  "kube-apiserver",
  "kube-controller-manager",
  "kube-scheduler",
] as const;

/**
 * Starts what does not run and restarts what changed. Repeating it is harmless.
 * With `etcdOnly` the other three are left as they are: a joining etcd serves nobody yet.
 */
export async function ensureMember(
  deps: { supervisor: Supervisor; binaries: Binaries },
  spec: MemberSpec,
  options: { etcdOnly?: boolean } = {},
): Promise<ProcessStatus[]> {
  const specs = await memberSpecs(deps.binaries, spec);
  const wanted = options.etcdOnly ? specs.slice(0, 1) : specs;
  return Promise.all(wanted.map((process) => deps.supervisor.ensure(process)));
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

/** The states of the four processes; one that is not started is left out. */
export function memberStatus(supervisor: Supervisor, idPrefix: string): ProcessStatus[] {
  return memberProcesses.flatMap((name) => supervisor.get(`${idPrefix}/${name}`) ?? []);
}

async function memberSpecs(binaries: Binaries, spec: MemberSpec): Promise<ProcessSpec[]> {
  const { version, pki, ports } = spec;
  const [etcd, apiServer, controllerManager, scheduler] = await Promise.all([
    binaries("etcd", pinnedVersions.etcd),
    binaries("kube-apiserver", version),
    binaries("kube-controller-manager", version),
    binaries("kube-scheduler", version),
  ]);
  const health = (port: number, page: string) => ({
    https: { url: `https://127.0.0.1:${port}/${page}`, ca: pki.ca.cert },
  });
  const component = (name: string, pair: StoredKeyPair, port: number) => ({
    kubeconfigFile: writeKubeconfig(spec, name, pair),
    port,
    leaderElect: spec.leaderElect,
    pki,
  });
  return [
    etcdSpec(spec, etcd),
    {
      ...named(spec, "kube-apiserver", "API server"),
      command: apiServer,
      args: toArgs(
        apiServerFlags({
          port: ports.api,
          etcdPort: ports.etcdClient,
          serviceCidr: spec.serviceCidr,
          pki,
          extraArgs: spec.apiServerExtraArgs,
        }),
      ),
      readiness: health(ports.api, "readyz"),
      // It keeps nothing; without its etcd it would wait for a minute.
      stopTimeoutMs: 3000,
      stopOrder: 1,
    },
    {
      ...named(spec, "kube-controller-manager", "Controller manager"),
      command: controllerManager,
      args: toArgs(
        controllerManagerFlags({
          ...component("controller-manager", pki.controllerManager, ports.controllerManager),
          podCidr: spec.podCidr,
          serviceCidr: spec.serviceCidr,
        }),
      ),
      readiness: health(ports.controllerManager, "healthz"),
    },
    {
      ...named(spec, "kube-scheduler", "Scheduler"),
      command: scheduler,
      args: toArgs(schedulerFlags(component("scheduler", pki.scheduler, ports.scheduler))),
      readiness: health(ports.scheduler, "healthz"),
    },
  ];
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
    stopTimeoutMs: 20_000,
    stopOrder: 2,
  };
}

function named(spec: MemberSpec, name: string, title: string) {
  const id = `${spec.idPrefix}/${name}`;
  return { id, group: spec.group, title: `${title} (${spec.name})`, cwd: spec.dir };
}

function writeKubeconfig(spec: MemberSpec, name: string, pair: StoredKeyPair): string {
  const file = path.join(spec.dir, `${name}.kubeconfig`);
  writePrivate(file, kubeconfigOf(spec.pki, spec.clusterName, name, pair, spec.ports.api));
  return file;
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
