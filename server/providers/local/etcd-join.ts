import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import {
  etcdMembership,
  type EtcdMember,
  type EtcdMembership,
} from "@/server/control-plane/etcd-members";
import type { MemberPorts } from "@/server/control-plane/member";
import type { ClusterPki } from "@/server/control-plane/pki";
import type { KubeObject } from "@/server/kube/types";
import { writeDurably } from "@/server/platform/files/write-durably";
import { memberDir, memberPrefix, type LocalContext } from "./context";
import { LocalFailure } from "./failure";
import { membersOf } from "./lookup";
import { hasEtcdData } from "./peer-port";

/** How a member's etcd is to be started, and whether an API server can already work with it. */
export interface EtcdPlan {
  initialCluster: Record<string, string>;
  joining: boolean;
  /** It has a vote. Before, etcd serves no client, so nothing else of the member can run. */
  voting: boolean;
}

/** The plan of the member that makes the etcd cluster. */
export function foundingPlan(object: KubeObject, ports: MemberPorts): EtcdPlan {
  const initialCluster = { [object.metadata.name]: peerUrlOf(ports) };
  return { initialCluster, joining: false, voting: true };
}

/**
 * The plan of a member that joins. It is announced to the others first, as one without a vote, and gets
 * its vote once it has caught up: a member that never starts harms nobody. What it was started with
 * is kept in a file, because other arguments would restart it.
 */
export async function joiningPlan(
  context: LocalContext,
  object: KubeObject,
  ports: MemberPorts,
  pki: ClusterPki,
): Promise<EtcdPlan> {
  const { name } = object.metadata;
  const file = path.join(memberDir(context, object), "initial-cluster.json");
  const kept = readKept(file);
  const membership = membershipNear(context, object, pki);
  if (!membership) {
    // Everything has just been started: the votes are known when the first etcd answers.
    if (kept) return { initialCluster: kept, joining: true, voting: false };
    throw new LocalFailure(
      "PROCESS_EXITED",
      "No other member's etcd answers, so none can be joined.",
    );
  }
  let members = await membership.list();
  let own = ownMember(members, name, ports.etcdPeer);
  if (own?.name === name && !hasEtcdData(context, object)) {
    // It belongs to an earlier machine of this name, or its data was lost: only a new one can catch up.
    await membership.remove(own.ID);
    own = undefined;
  }
  if (!own) {
    context.log.info({ member: name }, "Adding an etcd member");
    members = await membership.addLearner(peerUrlOf(ports));
    own = ownMember(members, name, ports.etcdPeer);
  }
  const voting = own !== undefined && (await hasVote(context, object, membership, own));
  if (kept && own?.name === name) return { initialCluster: kept, joining: true, voting };
  const others = members.filter((member) => member.name !== "" && member.name !== name);
  const entries = others.map((member) => [member.name, member.peerURLs[0] ?? ""]);
  const initialCluster = { ...Object.fromEntries(entries), [name]: peerUrlOf(ports) };
  writeDurably(file, JSON.stringify(initialCluster));
  return { initialCluster, joining: true, voting };
}

/** Takes a member out of etcd before its processes stop, so that the others keep their majority. */
export async function leaveEtcd(
  context: LocalContext,
  object: KubeObject,
  pki: ClusterPki,
): Promise<void> {
  const port = otherEtcdPort(context, object);
  if (port === undefined) return; // the last member: nobody is left to be told
  const membership = etcdMembership(port, pki);
  const peer = context.ports.all()[`${memberPrefix(object)}/etcdPeer`];
  const own = ownMember(await membership.list(), object.metadata.name, peer);
  if (own) await membership.remove(own.ID);
}

async function hasVote(
  context: LocalContext,
  object: KubeObject,
  membership: EtcdMembership,
  own: EtcdMember,
): Promise<boolean> {
  if (!own.isLearner) return true;
  if (own.name === "" || !(await membership.promote(own.ID))) return false;
  const id = `${memberPrefix(object)}/etcd`;
  // It was brought up to date by a snapshot and so missed the answer to its first proposal; it would
  // open its client port only after waiting 10 seconds for it. Started again, it opens at once.
  if (context.supervisor.get(id)?.ready === false) await context.supervisor.stop(id);
  return true;
}

/** By its name; one that has not started yet has none and is known by its address. */
function ownMember(
  members: readonly EtcdMember[],
  name: string,
  peerPort: number | undefined,
): EtcdMember | undefined {
  const hasPort = (url: string) => new URL(url).port === String(peerPort);
  return (
    members.find((member) => member.name === name) ??
    members.find((member) => member.name === "" && member.peerURLs.some(hasPort))
  );
}

function peerUrlOf(ports: MemberPorts): string {
  return `https://127.0.0.1:${ports.etcdPeer}`;
}

function readKept(file: string): Record<string, string> | undefined {
  if (!existsSync(file)) return undefined;
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, "utf8")));
}

/** A way to ask about members: another member's etcd, or its own when no other is left. */
function membershipNear(
  context: LocalContext,
  object: KubeObject,
  pki: ClusterPki,
): EtcdMembership | undefined {
  const port = otherEtcdPort(context, object) ?? readyEtcdPort(context, object);
  return port === undefined ? undefined : etcdMembership(port, pki);
}

function otherEtcdPort(context: LocalContext, object: KubeObject): number | undefined {
  const others = membersOf(context, object).filter((o) => o.metadata.name !== object.metadata.name);
  for (const other of others) {
    const port = readyEtcdPort(context, other);
    if (port !== undefined) return port;
  }
  return undefined;
}

function readyEtcdPort(context: LocalContext, object: KubeObject): number | undefined {
  const prefix = memberPrefix(object);
  const ready = context.supervisor.get(`${prefix}/etcd`)?.ready === true;
  return ready ? context.ports.all()[`${prefix}/etcdClient`] : undefined;
}
