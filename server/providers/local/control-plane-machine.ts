import { existsSync } from "node:fs";
import path from "node:path";
import { etcdMembership } from "@/server/control-plane/etcd-members";
import { checkExtraArgs } from "@/server/control-plane/flags/api-server";
import { claimMemberPorts } from "@/server/control-plane/member-ports";
import { ensureMember, type MemberPorts, type MemberSpec } from "@/server/control-plane/member";
import type { ClusterPki } from "@/server/control-plane/pki";
import { messageOf } from "@/server/domain/errors/app-error";
import type { KubeObject } from "@/server/kube/types";
import { isPortFree } from "@/server/platform/ports/ports";
import { clusterDir, clusterKeyOf, clusterNameOf, groupOf, type LocalContext } from "./context";
import { LocalFailure, namingBinaries, processFailure } from "./failure";
import type { LocalControlPlaneSpec, LocalMachineSpec } from "./kinds";
import { endpointOf, membersOf } from "./lookup";

/** A control-plane machine with what its processes follow from. */
export interface MemberInput {
  object: KubeObject;
  spec: LocalMachineSpec;
  plane: LocalControlPlaneSpec;
  /** Without "v". */
  version: string;
  pki: ClusterPki;
}

/** Where the processes of a machine stand in the supervisor and in the port registry. */
export function memberPrefix(object: KubeObject): string {
  return `${groupOf(clusterKeyOf(object))}/${object.metadata.name}`;
}

/** The folder of a machine's data. */
export function memberDir(context: LocalContext, object: KubeObject): string {
  return path.join(clusterDir(context, clusterKeyOf(object)), "machines", object.metadata.name);
}

/** Runs the member's processes. Returns its API server's port once everything is ready; throws LocalFailure. */
export async function runMember(
  context: LocalContext,
  input: MemberInput,
): Promise<number | undefined> {
  const { object, plane } = input;
  const extraArgs = checkedArgs(plane);
  const ports = await portsOf(context, object);
  const joining = input.spec.etcd === "join";
  const initialCluster = await initialClusterOf(context, input, ports);
  const spec: MemberSpec = {
    idPrefix: memberPrefix(object),
    group: groupOf(clusterKeyOf(object)),
    name: object.metadata.name,
    clusterName: clusterNameOf(object),
    version: input.version,
    dir: memberDir(context, object),
    ports,
    pki: input.pki,
    podCidr: plane.podCIDR,
    serviceCidr: plane.serviceCIDR,
    apiServerExtraArgs: extraArgs,
    initialCluster,
    joining,
    leaderElect: endpointOf(context, object)?.loadBalancer === true,
    unsafeNoFsync: context.unsafeNoFsync ?? false,
  };
  const binaries = namingBinaries(context.binaries);
  const statuses = await ensureMember({ supervisor: context.supervisor, binaries }, spec);
  const failure = processFailure(statuses);
  if (failure) throw failure;
  if (joining && !(await promoted(object, ports, input.pki))) return undefined;
  return statuses.every((status) => status.ready) ? ports.api : undefined;
}

function checkedArgs(plane: LocalControlPlaneSpec): Readonly<Record<string, string>> {
  const extraArgs = plane.apiServer?.extraArgs ?? {};
  try {
    checkExtraArgs(extraArgs);
    return extraArgs;
  } catch (cause) {
    throw new LocalFailure("LAYER_VALUES_INVALID", messageOf(cause), { cause });
  }
}

/** The only member serves at the cluster's endpoint itself; behind a load balancer each has its own port. */
async function portsOf(context: LocalContext, object: KubeObject): Promise<MemberPorts> {
  const prefix = memberPrefix(object);
  const endpoint = endpointOf(context, object);
  const ports = await claimMemberPorts(context.ports, context.supervisor, prefix);
  if (!endpoint || endpoint.loadBalancer) return ports;
  const process = context.supervisor.get(`${prefix}/kube-apiserver`);
  const running = typeof process?.pid === "number";
  if (!running && !(await isPortFree(endpoint.port))) {
    const message =
      `Port ${endpoint.port}, at which this cluster's API server is known, is taken by another ` +
      `program. The API server starts as soon as the port is free.`;
    throw new LocalFailure("PORT_TAKEN", message);
  }
  return { ...ports, api: endpoint.port };
}

/** Members by peer address. A new member is announced to the others first, as one without a vote. */
async function initialClusterOf(
  context: LocalContext,
  input: MemberInput,
  ports: MemberPorts,
): Promise<Record<string, string>> {
  const { object, spec, pki } = input;
  const { name } = object.metadata;
  const peerUrl = `https://127.0.0.1:${ports.etcdPeer}`;
  const started = existsSync(path.join(memberDir(context, object), "etcd", "member"));
  if (spec.etcd !== "join" || started) return { [name]: peerUrl };
  const other = livingEtcdPort(context, object);
  if (other === undefined) {
    throw new LocalFailure(
      "PROCESS_EXITED",
      "No other member's etcd answers, so none can be joined.",
    );
  }
  const membership = etcdMembership(other, pki);
  let members = await membership.list();
  if (!members.some((member) => member.peerURLs.includes(peerUrl))) {
    context.log.info({ member: name }, "Adding an etcd member");
    members = await membership.addLearner(peerUrl);
  }
  const others = members.filter((member) => member.name !== "" && member.name !== name);
  const entries = others.map((member) => [member.name, member.peerURLs[0] ?? ""]);
  return { ...Object.fromEntries(entries), [name]: peerUrl };
}

/** Gives a member its vote once it has caught up. */
async function promoted(object: KubeObject, ports: MemberPorts, pki: ClusterPki): Promise<boolean> {
  const membership = etcdMembership(ports.etcdClient, pki);
  try {
    const members = await membership.list();
    const own = members.find((member) => member.name === object.metadata.name);
    if (!own) return false;
    return own.isLearner !== true || (await membership.promote(own.ID));
  } catch {
    return false; // it has just started and knows no leader yet
  }
}

/** Takes a member out of etcd before its processes stop, so that the others keep their majority. */
export async function leaveEtcd(
  context: LocalContext,
  object: KubeObject,
  pki: ClusterPki,
): Promise<void> {
  const other = livingEtcdPort(context, object);
  if (other === undefined) return; // the last member: nobody is left to be told
  const membership = etcdMembership(other, pki);
  const peer = context.ports.all()[`${memberPrefix(object)}/etcdPeer`];
  const own = (await membership.list()).find(
    (member) =>
      member.name === object.metadata.name ||
      member.peerURLs.includes(`https://127.0.0.1:${peer ?? 0}`),
  );
  if (own) await membership.remove(own.ID);
}

/** The client port of another member's etcd that runs. */
function livingEtcdPort(context: LocalContext, object: KubeObject): number | undefined {
  const ports = context.ports.all();
  for (const member of membersOf(context, object)) {
    if (member.metadata.name === object.metadata.name) continue;
    const prefix = memberPrefix(member);
    const etcd = context.supervisor.get(`${prefix}/etcd`);
    if (etcd?.ready) return ports[`${prefix}/etcdClient`];
  }
  return undefined;
}
