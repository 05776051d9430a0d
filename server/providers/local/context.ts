import path from "node:path";
import { ensureClusterPki, type ClusterPki } from "@/server/control-plane/pki";
import { kubeconfigOf } from "@/server/control-plane/member";
import { labels } from "@/server/domain/cluster/kube-names";
import { createKubeClient, type KubeClient } from "@/server/kube/client";
import type { Informer } from "@/server/kube/informer";
import type { KubeObject } from "@/server/kube/types";
import type { Clock } from "@/server/platform/clock/clock";
import type { ProviderOptions } from "@/server/providers/contract";
import { failureOf } from "./failure";
import type { LoadBalancers } from "./load-balancer";
import type { NodeRanges } from "./node-ranges";

/** Copies of the objects the reconcilers look at. */
export interface LocalInformers {
  clusters: Informer;
  machines: Informer;
  localClusters: Informer;
  localControlPlanes: Informer;
  localMachines: Informer;
}

/** What the reconcilers of the local provider share. */
export interface LocalContext extends Omit<ProviderOptions, "clock"> {
  clock: Clock;
  client: KubeClient;
  informers: LocalInformers;
  loadBalancers: LoadBalancers;
  workloads: WorkloadClients;
  pkis: ClusterPkis;
  nodeRanges: NodeRanges;
}

export const clusterNameLabel = "cluster.x-k8s.io/cluster-name";
export const controlPlaneLabel = "cluster.x-k8s.io/control-plane";

/**
 * The name of a cluster's folder, process group and ports: its Lamina id, or namespace and name when
 * someone made the objects by hand.
 */
export function clusterKeyOf(object: KubeObject): string {
  const { namespace = "default" } = object.metadata;
  return object.metadata.labels?.[labels.clusterId] ?? `${namespace}.${clusterNameOf(object)}`;
}

/** The cluster an object belongs to: Cluster API demands the label on all of them. */
export function clusterNameOf(object: KubeObject): string {
  return object.metadata.labels?.[clusterNameLabel] ?? object.metadata.name;
}

/** The process group, and the beginning of process ids and port names, of a cluster. */
export function groupOf(clusterKey: string): string {
  return `clusters/${clusterKey}`;
}

/** The folder with everything a cluster keeps. */
export function clusterDir(context: Pick<LocalContext, "dataDir">, clusterKey: string): string {
  return path.join(context.dataDir, clusterKey);
}

/** Where the processes of a machine stand in the supervisor and in the port registry. */
export function memberPrefix(object: KubeObject): string {
  return `${groupOf(clusterKeyOf(object))}/${object.metadata.name}`;
}

/** The folder of a machine's data. */
export function memberDir(context: LocalContext, object: KubeObject): string {
  return path.join(clusterDir(context, clusterKeyOf(object)), "machines", object.metadata.name);
}

/** How long certificates are used before their files are looked at again. */
const PKI_FRESH_MS = 10 * 60_000;

/** The certificates of clusters: made by the first who asks, while the others wait for the same ones. */
export class ClusterPkis {
  private readonly known = new Map<string, { until: number; pki: Promise<ClusterPki> }>();

  constructor(
    private readonly dataDir: string,
    private readonly clock: Clock,
  ) {}

  get(clusterKey: string, serviceCidr: string): Promise<ClusterPki> {
    const now = this.clock.now().getTime();
    const known = this.known.get(clusterKey);
    if (known && known.until > now) return known.pki;
    const dir = path.join(this.dataDir, clusterKey, "pki");
    // Told in the machine's condition, so that whoever looks at the cluster reads what to do.
    const pki = ensureClusterPki(dir, serviceCidr, this.clock).catch((cause: unknown) => {
      throw failureOf(cause) ?? cause;
    });
    this.known.set(clusterKey, { until: now + PKI_FRESH_MS, pki });
    pki.catch(() => this.known.delete(clusterKey));
    return pki;
  }

  forget(clusterKey: string): void {
    this.known.delete(clusterKey);
  }
}

/** Connections to the API servers of clusters, one per address, kept open. */
export class WorkloadClients {
  private readonly clients = new Map<string, { kubeconfig: string; client: KubeClient }>();

  /** The admin's connection to the API server on this port. */
  get(clusterKey: string, clusterName: string, pki: ClusterPki, port: number): KubeClient {
    const kubeconfig = kubeconfigOf(pki, clusterName, "admin", pki.admin, port);
    const key = `${clusterKey}:${port}`;
    const known = this.clients.get(key);
    if (known?.kubeconfig === kubeconfig) return known.client;
    known?.client.close();
    const client = createKubeClient(kubeconfig);
    this.clients.set(key, { kubeconfig, client });
    return client;
  }

  /** Closes the connections of one cluster, or all. */
  close(clusterKey?: string): void {
    for (const [key, { client }] of this.clients) {
      if (clusterKey !== undefined && !key.startsWith(`${clusterKey}:`)) continue;
      client.close();
      this.clients.delete(key);
    }
  }
}
