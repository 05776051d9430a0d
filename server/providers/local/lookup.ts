import { objectKey, type KubeObject } from "@/server/kube/types";
import { clusterNameOf, controlPlaneLabel, type LocalContext } from "./context";
import { capiClusterSchema, capiMachineSchema, localCluster, localControlPlane } from "./kinds";

/** The LocalMachines of an object's cluster: its control-plane members, or all. */
export function membersOf(
  context: Pick<LocalContext, "informers">,
  object: KubeObject,
  { workers = false } = {},
): KubeObject[] {
  const name = clusterNameOf(object);
  return context.informers.localMachines
    .list()
    .filter((machine) => machine.metadata.namespace === object.metadata.namespace)
    .filter((machine) => clusterNameOf(machine) === name)
    .filter((machine) => workers || isControlPlane(machine))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** True for a machine that belongs to the control plane. */
export function isControlPlane(machine: KubeObject): boolean {
  return machine.metadata.labels?.[controlPlaneLabel] !== undefined;
}

/** Cluster API's Cluster of an object. */
export function clusterOf(
  context: Pick<LocalContext, "informers">,
  object: KubeObject,
): KubeObject | undefined {
  return context.informers.clusters.get(`${object.metadata.namespace}/${clusterNameOf(object)}`);
}

/** Nobody touches a paused cluster, for instance while it is being moved. */
export function isPaused(context: Pick<LocalContext, "informers">, object: KubeObject): boolean {
  const cluster = clusterOf(context, object);
  const annotated = object.metadata.annotations?.["cluster.x-k8s.io/paused"] !== undefined;
  const paused = cluster && capiClusterSchema.parse(cluster).spec.paused === true;
  return annotated || paused === true;
}

/** The endpoint of a cluster and whether a load balancer stands there. */
export function endpointOf(
  context: Pick<LocalContext, "informers">,
  object: KubeObject,
): { port: number; loadBalancer: boolean } | undefined {
  const cluster = clusterOf(context, object);
  const ref = cluster && capiClusterSchema.parse(cluster).spec.infrastructureRef;
  const key = `${object.metadata.namespace}/${ref?.name}`;
  const local = ref && context.informers.localClusters.get(key);
  const spec = local && localCluster.spec.parse(local.spec ?? {});
  if (!spec?.controlPlaneEndpoint) return undefined;
  return { port: spec.controlPlaneEndpoint.port, loadBalancer: spec.loadBalancer === true };
}

/** The control plane of a cluster, with its parsed spec. */
export function controlPlaneOf(context: Pick<LocalContext, "informers">, object: KubeObject) {
  const cluster = clusterOf(context, object);
  const ref = cluster && capiClusterSchema.parse(cluster).spec.controlPlaneRef;
  const key = `${object.metadata.namespace}/${ref?.name}`;
  const plane = ref && context.informers.localControlPlanes.get(key);
  if (!plane) return undefined;
  const status = localControlPlane.status.parse(plane.status ?? {});
  return { object: plane, spec: localControlPlane.spec.parse(plane.spec), status };
}

/** Cluster API's Machine of a LocalMachine: it has the same name and refers to it. */
export function machineOf(
  context: Pick<LocalContext, "informers">,
  object: KubeObject,
): KubeObject | undefined {
  const machine = context.informers.machines.get(objectKey(object));
  const ref = machine && capiMachineSchema.parse(machine).spec.infrastructureRef;
  return ref?.name === object.metadata.name ? machine : undefined;
}
