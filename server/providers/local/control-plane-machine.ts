import { checkExtraArgs } from "@/server/control-plane/flags/api-server";
import { claimMemberPorts, holdsItsPort } from "@/server/control-plane/member-ports";
import { ensureMember, type MemberPorts, type MemberSpec } from "@/server/control-plane/member";
import type { ClusterPki } from "@/server/control-plane/pki";
import { messageOf } from "@/server/domain/errors/app-error";
import type { KubeObject } from "@/server/kube/types";
import { isPortFree } from "@/server/platform/ports/ports";
import {
  clusterKeyOf,
  clusterNameOf,
  groupOf,
  memberDir,
  memberPrefix,
  type LocalContext,
} from "./context";
import { foundingPlan, joiningPlan } from "./etcd-join";
import { LocalFailure, namingBinaries, processFailure } from "./failure";
import type { LocalControlPlaneSpec, LocalMachineSpec } from "./kinds";
import { endpointOf } from "./lookup";
import { keepPeerPort, keptPeerPort } from "./peer-port";

/** A control-plane machine with what its processes follow from. */
export interface MemberInput {
  object: KubeObject;
  spec: LocalMachineSpec;
  plane: LocalControlPlaneSpec;
  /** Without "v". */
  version: string;
  pki: ClusterPki;
}

/** Runs the member's processes. Answers its API server's port once all are ready; throws LocalFailure. */
export async function runMember(
  context: LocalContext,
  input: MemberInput,
): Promise<number | undefined> {
  const { object, plane } = input;
  const extraArgs = checkedArgs(plane);
  const ports = await portsOf(context, object, input.spec.etcd === "join");
  const etcd =
    input.spec.etcd === "join"
      ? await joiningPlan(context, object, ports, input.pki)
      : foundingPlan(object, ports);
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
    initialCluster: etcd.initialCluster,
    joining: etcd.joining,
    leaderElect: endpointOf(context, object)?.loadBalancer === true,
    unsafeNoFsync: context.unsafeNoFsync ?? false,
  };
  const binaries = namingBinaries(context.binaries);
  const deps = { supervisor: context.supervisor, binaries };
  const { statuses, complete } = await ensureMember(deps, spec, { etcdOnly: !etcd.voting });
  const failure = processFailure(statuses);
  if (failure) throw failure;
  return complete ? ports.api : undefined;
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
async function portsOf(
  context: LocalContext,
  object: KubeObject,
  joins: boolean,
): Promise<MemberPorts> {
  const prefix = memberPrefix(object);
  const kept = keptPeerPort(context, object, joins);
  const fixed = kept === undefined ? {} : { etcdPeer: kept };
  const ports = await claimMemberPorts(context.ports, context.supervisor, prefix, fixed);
  keepPeerPort(context, object, ports.etcdPeer);
  await refuseTaken(context, `${prefix}/etcd`, {
    port: ports.etcdPeer,
    known: "this member's etcd is known to the other members",
  });
  const endpoint = endpointOf(context, object);
  if (!endpoint || endpoint.loadBalancer) return ports;
  await refuseTaken(context, `${prefix}/kube-apiserver`, {
    port: endpoint.port,
    known: "this cluster's API server is known",
  });
  return { ...ports, api: endpoint.port };
}

/** A port that others know cannot be replaced, only waited for. */
async function refuseTaken(
  context: LocalContext,
  processId: string,
  { port, known }: { port: number; known: string },
): Promise<void> {
  if (holdsItsPort(context.supervisor, processId) || (await isPortFree(port))) return;
  const message =
    `Port ${port}, at which ${known}, is taken by another program: stop that program. ` +
    `Everything goes on as soon as the port is free.`;
  throw new LocalFailure("PORT_TAKEN", message);
}
