import { createKubeClient, type KubeClient } from "@/server/kube/client";
import { createInformer } from "@/server/kube/informer";
import { objectKey, type KubeObject, type ObjectKind } from "@/server/kube/types";
import { systemClock } from "@/server/platform/clock/clock";
import type { Log } from "@/server/platform/log/log";
import { createWorkQueue, type WorkQueue } from "@/server/platform/work-queue/work-queue";
import type {
  ProcessProvider,
  ProviderOptions,
  RunningProvider,
} from "@/server/providers/contract";
import {
  clusterKeyOf,
  clusterNameOf,
  ClusterPkis,
  groupOf,
  WorkloadClients,
  type LocalContext,
  type LocalInformers,
} from "./context";
import { localDefinitions } from "./definitions";
import {
  clusterKind,
  kindOf,
  localCluster,
  localControlPlane,
  localMachine,
  machineKind,
} from "./kinds";
import { LoadBalancers } from "./load-balancer";
import { reconcileLocalCluster } from "./local-cluster";
import { reconcileControlPlane } from "./local-control-plane";
import { reconcileLocalMachine } from "./local-machine";

/** Clusters as processes on this machine: real control planes, simulated nodes. */
export const localProvider: ProcessProvider = {
  name: "local",
  simulated: true,
  definitions: localDefinitions,
  start: startLocalProvider,
};

interface Queues {
  clusters: WorkQueue;
  controlPlanes: WorkQueue;
  machines: WorkQueue;
}

/** Starts the reconcilers against a management plane. Informers and processes only wake them. */
export function startLocalProvider(options: ProviderOptions): RunningProvider {
  const log = options.log.child({ provider: "local" });
  const client = createKubeClient(options.kubeconfig);
  // The informers wake the queues, whose reconcilers read the informers: hence the two steps.
  const wake = new Wakeups();
  const informers = startInformers(client, log, wake);
  const clock = options.clock ?? systemClock;
  const context: LocalContext = {
    ...options,
    log,
    client,
    informers,
    clock,
    loadBalancers: new LoadBalancers(log),
    workloads: new WorkloadClients(),
    pkis: new ClusterPkis(options.dataDir, clock),
  };
  const queues = createQueues(context);
  const synced = Promise.all(Object.values(informers).map((informer) => informer.synced));
  void synced.then(() => wake.open(queues, informers));
  const unsubscribe = options.supervisor.subscribe((status) => wake.group(status.group));
  return {
    stop: async () => {
      unsubscribe();
      for (const informer of Object.values(informers)) informer.stop();
      await Promise.all(Object.values(queues).map((queue) => queue.stop()));
      await context.loadBalancers.stopAll();
      context.workloads.close();
      client.close();
    },
  };
}

function createQueues(context: LocalContext): Queues {
  const queue = (
    name: string,
    concurrency: number,
    reconcile: (context: LocalContext, key: string) => Promise<{ requeueAfterMs?: number }>,
  ) =>
    createWorkQueue({
      name,
      concurrency,
      log: context.log,
      retry: { firstMs: 250, maxMs: 30_000 },
      reconcile: (key) => reconcile(context, key),
    });
  return {
    clusters: queue("LocalCluster", 4, reconcileLocalCluster),
    controlPlanes: queue("LocalControlPlane", 4, reconcileControlPlane),
    machines: queue("LocalMachine", 16, reconcileLocalMachine),
  };
}

function startInformers(client: KubeClient, log: Log, wake: Wakeups): LocalInformers {
  const start = (kind: ObjectKind, onChange: (object: KubeObject) => void) =>
    createInformer(client, { kind, log, onChange, onDelete: onChange });
  return {
    clusters: start(clusterKind, (object) => wake.cluster(object)),
    machines: start(machineKind, (object) => wake.machine(object)),
    localClusters: start(kindOf(localCluster), (object) => wake.cluster(object)),
    localControlPlanes: start(kindOf(localControlPlane), (object) => wake.controlPlane(object)),
    localMachines: start(kindOf(localMachine), (object) => wake.localMachine(object)),
  };
}

/** Turns changes into keys of the queues. Before everything is listed once it does nothing. */
class Wakeups {
  private queues: Queues | undefined;
  private informers: LocalInformers | undefined;

  /** Lets changes through, and looks at everything once: this is how a restart takes clusters up. */
  open(queues: Queues, informers: LocalInformers): void {
    this.queues = queues;
    this.informers = informers;
    for (const object of informers.localClusters.list()) this.cluster(object);
  }

  /** A Cluster or its LocalCluster: everything of the cluster depends on it. */
  cluster(object: KubeObject): void {
    const { queues, informers } = this;
    if (!queues || !informers) return;
    const same = sameClusterAs(object);
    for (const local of informers.localClusters.list().filter(same)) {
      queues.clusters.add(objectKey(local));
    }
    for (const plane of informers.localControlPlanes.list().filter(same)) {
      queues.controlPlanes.add(objectKey(plane));
    }
    for (const machine of informers.localMachines.list().filter(same)) {
      queues.machines.add(objectKey(machine));
    }
  }

  /** Workers wait for the control plane, the endpoint's form depends on its size. */
  controlPlane(object: KubeObject): void {
    this.cluster(object);
  }

  /** A Machine changes its LocalMachine, and the control plane when it is one of its members. */
  machine(object: KubeObject): void {
    this.queues?.machines.add(objectKey(object));
    this.controlPlanesOf(object);
  }

  localMachine(object: KubeObject): void {
    this.queues?.machines.add(objectKey(object));
    this.controlPlanesOf(object);
  }

  /** A process of a cluster started, became ready or ended. */
  group(group: string): void {
    for (const local of this.informers?.localClusters.list() ?? []) {
      if (groupOf(clusterKeyOf(local)) !== group) continue;
      this.controlPlanesOf(local);
      const members = this.informers?.localMachines.list().filter(sameClusterAs(local)) ?? [];
      for (const member of members.filter(isMember)) this.queues?.machines.add(objectKey(member));
    }
  }

  private controlPlanesOf(object: KubeObject): void {
    if (!isMember(object) && object.kind !== localCluster.kind) return;
    const planes = this.informers?.localControlPlanes.list().filter(sameClusterAs(object)) ?? [];
    for (const plane of planes) this.queues?.controlPlanes.add(objectKey(plane));
    const clusters = this.informers?.localClusters.list().filter(sameClusterAs(object)) ?? [];
    for (const local of clusters) this.queues?.clusters.add(objectKey(local));
  }
}

function isMember(object: KubeObject): boolean {
  return object.metadata.labels?.["cluster.x-k8s.io/control-plane"] !== undefined;
}

function sameClusterAs(object: KubeObject): (other: KubeObject) => boolean {
  const { namespace } = object.metadata;
  const name = clusterNameOf(object);
  return (other) => other.metadata.namespace === namespace && clusterNameOf(other) === name;
}
