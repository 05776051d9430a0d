import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { kubeconfigOf } from "@/server/control-plane/member";
import type { ClusterPki } from "@/server/control-plane/pki";
import { isKubeError } from "@/server/kube/errors";
import type { KubeObject } from "@/server/kube/types";
import { writeDurably } from "@/server/platform/files/write-durably";
import type { ReconcileResult } from "@/server/platform/work-queue/work-queue";
import {
  clusterDir,
  clusterKeyOf,
  clusterNameLabel,
  clusterNameOf,
  controlPlaneLabel,
  groupOf,
  type LocalContext,
} from "./context";
import { clusterSecrets, memberObjects } from "./control-plane-objects";
import { nextMemberStep } from "./control-plane-plan";
import {
  reportControlPlane,
  type ControlPlaneView,
  type ObservedMember,
} from "./control-plane-status";
import { failureOf, LocalFailure } from "./failure";
import {
  capiMachineSchema,
  kindOf,
  localControlPlane,
  localMachine,
  localMachineTemplate,
  machineKind,
  type LocalControlPlaneSpec,
  type LocalMachineSpec,
} from "./kinds";
import { ensureKwok } from "./kwok";
import { clusterOf, endpointOf, isPaused } from "./lookup";
import { hasFinalizer, removeFinalizer, writeOwnFields } from "./status";

const FIELD_MANAGER = "lamina-local-provider";
/** While something is awaited; changes of processes and objects wake it earlier. */
const WAITING_MS = 2000;
const RESYNC_MS = 60_000;

/** Keeps the wanted number of members, the secrets, kwok, and tells how the control plane is. */
export async function reconcileControlPlane(
  context: LocalContext,
  key: string,
): Promise<ReconcileResult> {
  const [namespace, name] = key.split("/");
  if (!namespace || !name) return {};
  const object = await context.client.find({ ...kindOf(localControlPlane), namespace, name });
  if (!object) return {};
  if (object.metadata.deletionTimestamp) return deleteControlPlane(context, object);
  const endpoint = endpointOf(context, object);
  // The Cluster and the endpoint come first; each wakes us when it is there.
  if (isPaused(context, object) || !clusterOf(context, object) || !endpoint) return {};
  if (!hasFinalizer(object)) await writeOwnFields(context.client, object);
  const spec = localControlPlane.spec.parse(object.spec);
  const machines = await listMachines(context, object);
  const template = await templateOf(context, object, spec);
  const wanted = { version: spec.version, image: template && imageOf(template) };
  const members = machines.map((machine) => memberOf(context, machine, wanted));
  const view: ControlPlaneView = { spec, members, apiReady: false };
  let unforeseen: unknown;
  try {
    const pki = await context.pkis.get(clusterKeyOf(object), spec.serviceCIDR);
    await publishKubeconfig(context, object, pki, endpoint.port);
    view.waitingFor = await takeStep(context, object, spec, template, members);
    view.apiReady = await workload(context, object, pki, endpoint.port).ready();
    if (view.apiReady) await ensureKwok(context, object, pki, endpoint.port);
  } catch (error) {
    const failure = failureOf(error);
    if (!failure) throw error;
    view.failure = failure;
    if (failure !== error) unforeseen = error;
  }
  const settled = await reportControlPlane(context, object, view);
  if (unforeseen) throw unforeseen; // it is logged, and the pauses grow
  return { requeueAfterMs: settled ? RESYNC_MS : WAITING_MS };
}

function workload(context: LocalContext, object: KubeObject, pki: ClusterPki, port: number) {
  return context.workloads.get(clusterKeyOf(object), clusterNameOf(object), pki, port);
}

async function publishKubeconfig(
  context: LocalContext,
  object: KubeObject,
  pki: ClusterPki,
  port: number,
): Promise<void> {
  const kubeconfig = kubeconfigOf(pki, clusterNameOf(object), "admin", pki.admin, port);
  const dir = clusterDir(context, clusterKeyOf(object));
  writeDurably(path.join(dir, "admin.kubeconfig"), kubeconfig);
  for (const secret of clusterSecrets(object, kubeconfig)) {
    await context.client.apply(secret, { fieldManager: FIELD_MANAGER, force: true });
  }
}

/** Straight from the API server: an informer lags, and a member too many is hard to take back. */
function listMachines(context: LocalContext, object: KubeObject): Promise<KubeObject[]> {
  const namespace = object.metadata.namespace ?? "default";
  const labelSelector = `${clusterNameLabel}=${clusterNameOf(object)},${controlPlaneLabel}`;
  return context.client.list(machineKind, { namespace, labelSelector });
}

/** The machine that new members are made from. */
async function templateOf(
  { client }: LocalContext,
  object: KubeObject,
  spec: LocalControlPlaneSpec,
): Promise<LocalMachineSpec | undefined> {
  const { name } = spec.machineTemplate.spec.infrastructureRef;
  const namespace = object.metadata.namespace ?? "default";
  const found = await client.find({ ...kindOf(localMachineTemplate), namespace, name });
  return found && localMachineTemplate.spec.parse(found.spec).template.spec;
}

/** What of a machine follows from the profile's operating system; changed in place, as nothing boots. */
function imageOf({ osImage, kernelVersion }: LocalMachineSpec) {
  return { osImage, kernelVersion: kernelVersion ?? null };
}

function memberOf(
  context: LocalContext,
  machine: KubeObject,
  wanted: { version: string; image: ReturnType<typeof imageOf> | undefined },
): ObservedMember {
  const { spec } = capiMachineSchema.parse(machine);
  const key = `${machine.metadata.namespace}/${spec.infrastructureRef.name}`;
  const local = context.informers.localMachines.get(key);
  const status = localMachine.status?.parse(local?.status ?? {});
  const image = local && imageOf(localMachine.spec.parse(local.spec));
  const runs = status?.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
  const sameImage = !image || !wanted.image || isDeepStrictEqual(image, wanted.image);
  return {
    name: machine.metadata.name,
    version: status?.version ?? spec.version ?? "",
    current: spec.version === wanted.version && sameImage,
    ready: runs && status?.version === spec.version,
    deleting: machine.metadata.deletionTimestamp !== undefined,
  };
}

async function takeStep(
  context: LocalContext,
  object: KubeObject,
  spec: LocalControlPlaneSpec,
  template: LocalMachineSpec | undefined,
  members: readonly ObservedMember[],
): Promise<string | undefined> {
  const { client, log } = context;
  const namespace = object.metadata.namespace ?? "default";
  const { replicas, version } = spec;
  const step = nextMemberStep({ baseName: object.metadata.name, replicas }, members);
  if (step.do === "nothing") return step.waitingFor;
  log.info({ cluster: clusterNameOf(object), step }, "Changing a control plane");
  const ref = { ...machineKind, namespace, name: step.name };
  if (step.do === "delete") {
    await client.delete(ref);
    return `${step.name} to go`;
  }
  if (!template) {
    const { name } = spec.machineTemplate.spec.infrastructureRef;
    throw new LocalFailure("INTERNAL", `There is no LocalMachineTemplate ${name}.`);
  }
  if (step.do === "upgrade") {
    // The image first: a run that dies in between leaves the member to be upgraded by the next.
    await client.patch({ ...ref, ...kindOf(localMachine) }, { spec: imageOf(template) });
    await client.patch(ref, { spec: { version } });
    return `${step.name} to run ${version}`;
  }
  for (const made of memberObjects(object, spec, template, step)) {
    await client.create(made).catch((error: unknown) => {
      if (!isKubeError(error, "ALREADY_EXISTS")) throw error; // an earlier run came this far
    });
  }
  return `${step.name} to be ready`;
}

/** The machines first, each frees what it has; then what belongs to the whole cluster. */
async function deleteControlPlane(
  context: LocalContext,
  object: KubeObject,
): Promise<ReconcileResult> {
  if (!hasFinalizer(object)) return {};
  const machines = await listMachines(context, object);
  for (const { metadata } of machines) {
    if (metadata.deletionTimestamp) continue;
    const namespace = metadata.namespace ?? "default";
    await context.client.delete({ ...machineKind, namespace, name: metadata.name });
  }
  if (machines.length > 0) return { requeueAfterMs: WAITING_MS };
  await context.supervisor.stop(`${groupOf(clusterKeyOf(object))}/kwok`);
  await removeFinalizer(context.client, object);
  return {};
}
