import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { KubeObject } from "@/server/kube/types";
import { writeDurably } from "@/server/platform/files/write-durably";
import { memberDir, memberPrefix, type LocalContext } from "./context";

/** True when the member's etcd was started before. */
export function hasEtcdData(context: LocalContext, object: KubeObject): boolean {
  return existsSync(path.join(memberDir(context, object), "etcd"));
}

/**
 * The peer port that the other members know this one by: it stays for as long as there is data, or a
 * member of that address is announced. It lies beside the data, so that losing the console's list of
 * ports loses no cluster. Undefined while it may be chosen.
 */
export function keptPeerPort(
  context: LocalContext,
  object: KubeObject,
  joins: boolean,
): number | undefined {
  if (!joins && !hasEtcdData(context, object)) return undefined;
  return (
    readPort(fileOf(context, object)) ?? context.ports.all()[`${memberPrefix(object)}/etcdPeer`]
  );
}

/** Notes the peer port before anybody is told of it. */
export function keepPeerPort(context: LocalContext, object: KubeObject, port: number): void {
  writeDurably(fileOf(context, object), String(port));
}

function fileOf(context: LocalContext, object: KubeObject): string {
  return path.join(memberDir(context, object), "peer-port");
}

function readPort(file: string): number | undefined {
  const port = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  return Number.isInteger(port) && port > 0 ? port : undefined;
}
