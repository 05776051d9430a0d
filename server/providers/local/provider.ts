import { createKubeClient, type KubeClient } from "@/server/kube/client";
import { createInformer } from "@/server/kube/informer";
import type { KubeObject, ObjectKind } from "@/server/kube/types";
import { systemClock } from "@/server/platform/clock/clock";
import type { Log } from "@/server/platform/log/log";
import { createWorkQueue } from "@/server/platform/work-queue/work-queue";
import type {
  ProcessProvider,
  ProviderOptions,
  RunningProvider,
} from "@/server/providers/contract";
import { ClusterPkis, WorkloadClients, type LocalContext, type LocalInformers } from "./context";
import { localDefinitions } from "./definitions";
import {
  clusterKind,
  kindOf,
  localCluster,
  localControlPlane,
  localMachine,
  machineKind,
} from "./kinds";
import { allAnswer } from "./answering";
import { LoadBalancers } from "./load-balancer";
import { reconcileLocalCluster } from "./local-cluster";
import { reconcileControlPlane } from "./local-control-plane";
import { reconcileLocalMachine } from "./local-machine";
import { NodeRanges } from "./node-ranges";
import { Wakeups, type Queues } from "./wakeups";

/** Clusters as processes on this machine: real control planes, simulated nodes. */
export const localProvider: ProcessProvider = {
  name: "local",
  simulated: true,
  definitions: localDefinitions,
  start: startLocalProvider,
};

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
    nodeRanges: new NodeRanges(),
  };
  const queues = createQueues(context);
  const synced = Promise.all(Object.values(informers).map((informer) => informer.synced));
  void synced.then(() => wake.open(queues, informers));
  const stopping = new AbortController();
  const unsubscribe = options.supervisor.subscribe((status) => wake.group(status.group));
  return {
    answering: (signal) =>
      synced.then(() => allAnswer(context, AbortSignal.any([signal, stopping.signal]))),
    stop: async () => {
      stopping.abort();
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
    createInformer(client, {
      kind,
      log,
      onChange,
      onDelete: (object) => wake.gone(object, onChange),
    });
  return {
    clusters: start(clusterKind, (object) => wake.cluster(object)),
    machines: start(machineKind, (object) => wake.machine(object)),
    localClusters: start(kindOf(localCluster), (object) => wake.localCluster(object)),
    localControlPlanes: start(kindOf(localControlPlane), (object) => wake.controlPlane(object)),
    localMachines: start(kindOf(localMachine), (object) => wake.localMachine(object)),
  };
}
