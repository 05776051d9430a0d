import { objectKey, type KubeObject } from "@/server/kube/types";
import type { WorkQueue } from "@/server/platform/work-queue/work-queue";
import { clusterKeyOf, clusterNameOf, groupOf, type LocalInformers } from "./context";
import { capiClusterSchema, localControlPlane } from "./kinds";
import { isControlPlane } from "./lookup";

/** The queues of the three reconcilers. */
export interface Queues {
  clusters: WorkQueue;
  controlPlanes: WorkQueue;
  machines: WorkQueue;
}

/**
 * Turns changes into keys of the queues; before everything is listed once it does nothing.
 * What concerns many is passed on only when it says something new to them: the status of a Cluster
 * counts its machines, so with every machine it changes, and waking all machines each time would
 * cost the square of their number.
 */
export class Wakeups {
  private queues: Queues | undefined;
  private informers: LocalInformers | undefined;
  private readonly told = new Map<string, string>();

  /** Lets changes through, and looks at everything once: this is how a restart takes clusters up. */
  open(queues: Queues, informers: LocalInformers): void {
    this.queues = queues;
    this.informers = informers;
    for (const object of informers.localClusters.list()) this.everythingOf(object);
  }

  /** Cluster API's Cluster: whether it is there, paused or going concerns everything of it. */
  cluster(object: KubeObject): void {
    const paused = capiClusterSchema.safeParse(object).data?.spec.paused === true;
    if (this.isNews(object, paused)) this.everythingOf(object);
  }

  /** Its endpoint concerns everything of the cluster. */
  localCluster(object: KubeObject): void {
    this.queues?.clusters.add(objectKey(object));
    if (this.isNews(object)) this.everythingOf(object);
  }

  /** Workers wait for it to be initialized, the endpoint's form depends on its size. */
  controlPlane(object: KubeObject): void {
    this.queues?.controlPlanes.add(objectKey(object));
    const status = localControlPlane.status.safeParse(object.status ?? {}).data;
    const initialized = status?.initialization?.controlPlaneInitialized === true;
    if (this.isNews(object, initialized)) this.everythingOf(object);
  }

  /** A Machine concerns its LocalMachine, and the control plane when it is one of its members. */
  machine(object: KubeObject): void {
    if (this.isNews(object)) this.queues?.machines.add(objectKey(object));
    if (isControlPlane(object)) this.controlPlaneOf(object);
  }

  localMachine(object: KubeObject): void {
    if (this.isNews(object)) this.queues?.machines.add(objectKey(object));
    if (isControlPlane(object)) this.controlPlaneOf(object);
  }

  /** An object went: whoever depends on it looks, and nothing is remembered of it. */
  gone(object: KubeObject, onChange: (object: KubeObject) => void): void {
    this.told.delete(keyOf(object));
    onChange(object);
    this.told.delete(keyOf(object));
  }

  /** A process of a cluster started, became ready or ended. */
  group(group: string): void {
    for (const local of this.informers?.localClusters.list() ?? []) {
      if (groupOf(clusterKeyOf(local)) !== group) continue;
      this.controlPlaneOf(local);
      const members = this.informers?.localMachines.list().filter(sameClusterAs(local)) ?? [];
      for (const member of members.filter(isControlPlane)) {
        this.queues?.machines.add(objectKey(member));
      }
    }
  }

  /** True when spec, deletion, pause or the given facts differ from what was passed on last. */
  private isNews(object: KubeObject, ...facts: boolean[]): boolean {
    const { generation, deletionTimestamp = "", annotations } = object.metadata;
    const paused = annotations?.["cluster.x-k8s.io/paused"] !== undefined;
    const text = [generation, deletionTimestamp, paused, ...facts].join(" ");
    const key = keyOf(object);
    if (this.told.get(key) === text) return false;
    this.told.set(key, text);
    return true;
  }

  private everythingOf(object: KubeObject): void {
    this.controlPlaneOf(object);
    const machines = this.informers?.localMachines.list().filter(sameClusterAs(object)) ?? [];
    for (const machine of machines) this.queues?.machines.add(objectKey(machine));
  }

  private controlPlaneOf(object: KubeObject): void {
    const same = sameClusterAs(object);
    for (const plane of this.informers?.localControlPlanes.list().filter(same) ?? []) {
      this.queues?.controlPlanes.add(objectKey(plane));
    }
    for (const local of this.informers?.localClusters.list().filter(same) ?? []) {
      this.queues?.clusters.add(objectKey(local));
    }
  }
}

/** The uid tells an object from a later one of the same name. */
function keyOf(object: KubeObject): string {
  return `${object.kind}/${object.metadata.uid}`;
}

function sameClusterAs(object: KubeObject): (other: KubeObject) => boolean {
  const { namespace } = object.metadata;
  const name = clusterNameOf(object);
  return (other) => other.metadata.namespace === namespace && clusterNameOf(other) === name;
}
