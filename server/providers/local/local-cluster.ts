import { rm } from "node:fs/promises";
import { objectKey, type KubeObject } from "@/server/kube/types";
import { LOOPBACK } from "@/server/platform/ports/ports";
import type { ReconcileResult } from "@/server/platform/work-queue/work-queue";
import {
  clusterDir,
  clusterKeyOf,
  clusterNameOf,
  groupOf,
  memberPrefix,
  type LocalContext,
} from "./context";
import { failureOf } from "./failure";
import { kindOf, localCluster, localControlPlane, type LocalClusterStatus } from "./kinds";
import { clusterOf, controlPlaneOf, isPaused, membersOf } from "./lookup";
import {
  hasFinalizer,
  removeFinalizer,
  withFacts,
  writeOwnFields,
  writeStatus,
  type Fact,
} from "./status";

/** Gives a cluster its endpoint, and its load balancer when it has more than one member. */
export async function reconcileLocalCluster(
  context: LocalContext,
  key: string,
): Promise<ReconcileResult> {
  const [namespace, name] = key.split("/");
  if (!namespace || !name) return {};
  const object = await context.client.find({ ...kindOf(localCluster), namespace, name });
  if (!object) return {};
  if (object.metadata.deletionTimestamp) return deleteCluster(context, object);
  if (isPaused(context, object)) return {};
  // Named by a Cluster is enough: waiting for the owner reference as well costs seconds.
  if (!clusterOf(context, object)) return {};
  const status = localCluster.status?.parse(object.status ?? {}) ?? {};
  try {
    await ensureEndpoint(context, object);
    const ready: Fact = { type: "Ready", status: "True", reason: "EndpointReady" };
    // Told as provisioned only when the API server answers: Cluster API connects at this moment, and
    // after a failure it tries again only 30 seconds later.
    const provisioned =
      status.initialization?.provisioned === true ||
      controlPlaneOf(context, object)?.status.initialization?.controlPlaneInitialized === true;
    const initialization = provisioned ? { initialization: { provisioned } } : {};
    await report(context, object, { ...status, ...initialization }, ready);
    return {};
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    const { code, message } = failure;
    await report(context, object, status, {
      type: "Ready",
      status: "False",
      reason: code,
      message,
    });
    if (failure !== error) throw error; // it is logged, and the pauses grow
    return { requeueAfterMs: 1000 };
  }
}

async function ensureEndpoint(context: LocalContext, object: KubeObject): Promise<void> {
  const clusterKey = clusterKeyOf(object);
  const spec = localCluster.spec.parse(object.spec ?? {});
  const portName = `${groupOf(clusterKey)}/endpoint`;
  const known = spec.controlPlaneEndpoint?.port;
  if (known !== undefined) context.ports.pin(portName, known);
  const port = known ?? (await context.ports.claim(portName));
  const loadBalancer = spec.loadBalancer === true || wantsSeveral(context, object);
  const changed = known === undefined || loadBalancer !== (spec.loadBalancer ?? false);
  if (changed || !hasFinalizer(object)) {
    const controlPlaneEndpoint = { host: LOOPBACK, port };
    await writeOwnFields(context.client, object, { controlPlaneEndpoint, loadBalancer });
  }
  if (loadBalancer) {
    await context.loadBalancers.ensure(clusterKey, port, backendPorts(context, object));
  }
}

function wantsSeveral(context: LocalContext, object: KubeObject): boolean {
  const name = clusterNameOf(object);
  return context.informers.localControlPlanes
    .list()
    .filter((plane) => plane.metadata.namespace === object.metadata.namespace)
    .filter((plane) => clusterNameOf(plane) === name)
    .some((plane) => localControlPlane.spec.parse(plane.spec).replicas > 1);
}

/** The API servers that are ready; all of them when none is, for then each may be the first. */
function backendPorts(context: LocalContext, object: KubeObject): number[] {
  const ports = context.ports.all();
  const members = membersOf(context, object).filter((m) => !m.metadata.deletionTimestamp);
  const backends = members.flatMap((member) => {
    const prefix = memberPrefix(member);
    const port = ports[`${prefix}/api`];
    const ready = context.supervisor.get(`${prefix}/kube-apiserver`)?.ready === true;
    return port === undefined ? [] : [{ port, ready }];
  });
  const ready = backends.filter((backend) => backend.ready);
  return (ready.length > 0 ? ready : backends).map((backend) => backend.port);
}

async function report(
  context: LocalContext,
  object: KubeObject,
  status: LocalClusterStatus,
  fact: Fact,
): Promise<void> {
  const conditions = withFacts(object, status.conditions, [fact], context.clock.now());
  const observedGeneration = object.metadata.generation;
  await writeStatus(context.client, object, { ...status, conditions, observedGeneration });
}

/** Last of all: the machines are gone, so nothing of the cluster runs or is needed any more. */
async function deleteCluster(context: LocalContext, object: KubeObject): Promise<ReconcileResult> {
  if (!hasFinalizer(object)) return {};
  const machines = membersOf(context, object, { workers: true });
  if (machines.length > 0) {
    const message = `${machines.length} machines to go`;
    const status = localCluster.status?.parse(object.status ?? {}) ?? {};
    await report(context, object, status, {
      type: "Ready",
      status: "False",
      reason: "Deleting",
      message,
    });
    return { requeueAfterMs: 2000 };
  }
  const clusterKey = clusterKeyOf(object);
  context.log.info({ cluster: objectKey(object) }, "Freeing what is left of a cluster");
  await context.loadBalancers.stop(clusterKey);
  context.workloads.close(clusterKey);
  context.pkis.forget(clusterKey);
  context.nodeRanges.forget(clusterKey);
  await context.supervisor.stopGroup(groupOf(clusterKey));
  context.ports.release(`${groupOf(clusterKey)}/`);
  await rm(clusterDir(context, clusterKey), { recursive: true, force: true });
  await context.supervisor.removeLogs(groupOf(clusterKey));
  await removeFinalizer(context.client, object);
  return {};
}
