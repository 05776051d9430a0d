import { rm } from "node:fs/promises";
import { stopMember } from "@/server/control-plane/member";
import type { ClusterPki } from "@/server/control-plane/pki";
import type { KubeClient } from "@/server/kube/client";
import { isKubeError } from "@/server/kube/errors";
import type { KubeObject } from "@/server/kube/types";
import type { ReconcileResult } from "@/server/platform/work-queue/work-queue";
import { clusterKeyOf, clusterNameOf, memberDir, memberPrefix, type LocalContext } from "./context";
import { runMember } from "./control-plane-machine";
import { leaveEtcd } from "./etcd-join";
import { failureOf, LocalFailure } from "./failure";
import {
  capiMachineSchema,
  kindOf,
  localMachine,
  type LocalMachineSpec,
  type LocalMachineStatus,
} from "./kinds";
import {
  clusterOf,
  controlPlaneOf,
  endpointOf,
  isControlPlane,
  isPaused,
  machineOf,
} from "./lookup";
import { nodeObject, providerIdOf, softwareOf } from "./node-object";
import {
  hasFinalizer,
  removeFinalizer,
  withFacts,
  writeOwnFields,
  writeStatus,
  type Fact,
} from "./status";

const WAITING_MS = 1000;
const RESYNC_MS = 120_000;
const waiting = (message: string): Fact => ({
  type: "Ready",
  status: "False",
  reason: "Waiting",
  message,
});

/** Runs what a machine stands for: a control-plane member's processes, and its simulated node. */
export async function reconcileLocalMachine(
  context: LocalContext,
  key: string,
): Promise<ReconcileResult> {
  const [namespace, name] = key.split("/");
  if (!namespace || !name) return {};
  const object = await context.client.find({ ...kindOf(localMachine), namespace, name });
  if (!object) return {};
  if (object.metadata.deletionTimestamp) return deleteMachine(context, object);
  const machine = machineOf(context, object);
  // Cluster API gives it its Machine; that change wakes us.
  if (isPaused(context, object) || !machine) return {};
  const spec = localMachine.spec.parse(object.spec);
  const providerID = providerIdOf(clusterKeyOf(object), name);
  if (!hasFinalizer(object) || spec.providerID !== providerID) {
    await writeOwnFields(context.client, object, { providerID });
  }
  const version = capiMachineSchema.parse(machine).spec.version ?? "";
  try {
    const done = await provision(context, object, { ...spec, providerID }, version);
    await report(context, object, done, version);
    return { requeueAfterMs: done.status === "True" ? RESYNC_MS : WAITING_MS };
  } catch (error) {
    const fact = explain(object, error);
    if (fact) await report(context, object, fact, version);
    const foreseen = error instanceof LocalFailure || isKubeError(error, "UNREACHABLE");
    if (!foreseen) throw error; // it is logged, and the pauses grow
    return { requeueAfterMs: WAITING_MS };
  }
}

/** An error as a fact; nothing when what was true stays true. */
function explain(object: KubeObject, error: unknown): Fact | undefined {
  const failure = failureOf(error);
  if (failure) {
    const { code, message } = failure;
    return { type: "Ready", status: "False", reason: code, message };
  }
  // The control plane's own conditions tell of it; a machine that ran is still there.
  const status = localMachine.status?.parse(object.status ?? {});
  return status?.initialization?.provisioned === true
    ? undefined
    : waiting("its API server to answer");
}

async function provision(
  context: LocalContext,
  object: KubeObject,
  spec: LocalMachineSpec,
  version: string,
): Promise<Fact> {
  const plane = controlPlaneOf(context, object);
  const endpoint = endpointOf(context, object);
  if (!plane || !endpoint) return waiting("the cluster's endpoint");
  const pki = await context.pkis.get(clusterKeyOf(object), plane.spec.serviceCIDR);
  const member = isControlPlane(object);
  let { port } = endpoint;
  if (member) {
    const bare = version.replace(/^v/, "");
    const input = { object, spec, plane: plane.spec, version: bare, pki };
    const own = await runMember(context, input);
    if (own === undefined) return waiting("its processes to be ready");
    port = own;
  } else if (plane.status.initialization?.controlPlaneInitialized !== true) {
    return waiting("the control plane");
  }
  const client = workload(context, object, pki, port);
  await ensureNode(client, object, { spec, version }, (make) =>
    context.nodeRanges.give(clusterKeyOf(object), client, plane.spec.podCIDR, make),
  );
  return { type: "Ready", status: "True", reason: "Running" };
}

function workload(context: LocalContext, object: KubeObject, pki: ClusterPki, port: number) {
  return context.workloads.get(clusterKeyOf(object), clusterNameOf(object), pki, port);
}

/** Makes the node when it is not there; one that is there belongs to its cluster from then on. */
async function ensureNode(
  client: KubeClient,
  object: KubeObject,
  { spec, version }: { spec: LocalMachineSpec; version: string },
  withRange: (make: (podCidr: string | undefined) => Promise<void>) => Promise<void>,
): Promise<void> {
  const { name } = object.metadata;
  const ref = { apiVersion: "v1", kind: "Node", name };
  const found = await client.find(ref);
  const controlPlane = isControlPlane(object);
  const input = { name, providerId: spec.providerID ?? "", version, controlPlane, spec };
  if (!found) {
    await withRange(async (podCidr) => {
      await client.create(nodeObject({ ...input, podCidr })).catch((error: unknown) => {
        if (!isKubeError(error, "ALREADY_EXISTS")) throw error;
      });
    });
    return;
  }
  const nodeInfo = softwareOf(input);
  if (!reports(found, nodeInfo)) {
    // A machine upgraded in place: its kubelet would report what it runs now.
    const status = { status: { nodeInfo } };
    const path = `${await client.pathOf(ref)}/${name}/status`;
    const contentType = "application/merge-patch+json";
    await client.connection.request({ method: "PATCH", path, body: status, contentType });
  }
}

function reports(node: KubeObject, software: Record<string, string>): boolean {
  const status = node.status as { nodeInfo?: Record<string, unknown> } | undefined; // v1.Node
  return Object.entries(software).every(([field, value]) => status?.nodeInfo?.[field] === value);
}

/** `version` is what the machine was asked to run; it runs that once it is ready. */
async function report(
  context: LocalContext,
  object: KubeObject,
  fact: Fact,
  version: string,
): Promise<void> {
  const before: LocalMachineStatus = localMachine.status?.parse(object.status ?? {}) ?? {};
  const provisioned = before.initialization?.provisioned === true || fact.status === "True";
  const { name } = object.metadata;
  const running = fact.status === "True" ? version : before.version;
  await writeStatus(context.client, object, {
    ...(running ? { version: running } : {}),
    ...(provisioned ? { initialization: { provisioned } } : {}),
    addresses: [
      { type: "Hostname", address: name },
      { type: "InternalIP", address: "127.0.0.1" },
    ],
    conditions: withFacts(object, before.conditions, [fact], context.clock.now()),
    observedGeneration: object.metadata.generation,
  });
}

/** Frees all a machine has: its vote, its processes, its node, its ports, its folder. */
async function deleteMachine(context: LocalContext, object: KubeObject): Promise<ReconcileResult> {
  if (!hasFinalizer(object)) return {};
  const clusterLives = clusterOf(context, object)?.metadata.deletionTimestamp === undefined;
  const plane = clusterLives ? controlPlaneOf(context, object) : undefined;
  const pki = plane && (await context.pkis.get(clusterKeyOf(object), plane.spec.serviceCIDR));
  const prefix = memberPrefix(object);
  if (isControlPlane(object)) {
    if (pki) await leaveEtcd(context, object, pki);
    await stopMember(context.supervisor, prefix, { kill: true });
  }
  const endpoint = endpointOf(context, object);
  // After its own API server, so that another member is asked.
  if (pki && endpoint) await deleteNode(workload(context, object, pki, endpoint.port), object);
  if (isControlPlane(object)) {
    await context.supervisor.removeLogs(prefix);
    context.ports.release(`${prefix}/`);
    await rm(memberDir(context, object), { recursive: true, force: true });
  }
  await removeFinalizer(context.client, object);
  return {};
}

async function deleteNode(client: KubeClient, object: KubeObject): Promise<void> {
  const ref = { apiVersion: "v1", kind: "Node", name: object.metadata.name };
  try {
    await client.delete(ref);
  } catch (error) {
    // Without an API server there is no node either; the last member takes it along.
    if (!isKubeError(error, "UNREACHABLE")) throw error;
  }
}
