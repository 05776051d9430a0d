import { isDeepStrictEqual } from "node:util";
import { setCondition, type Condition } from "@/server/domain/cluster/condition";
import type { KubeClient } from "@/server/kube/client";
import type { KubeObject } from "@/server/kube/types";
import type { KubeCondition } from "./kinds";

const FIELD_MANAGER = "lamina-local-provider";
export const finalizer = "local.lamina.dev/cleanup";

/** One fact, as a reconciler reports it. */
export interface Fact {
  type: string;
  status: "True" | "False" | "Unknown";
  reason: string;
  /** Of what is awaited only the noun: those who show it write the verb. */
  message?: string;
}

/** Takes facts into an object's conditions; times move only when a status does. */
export function withFacts(
  object: KubeObject,
  before: readonly KubeCondition[] | undefined,
  facts: readonly Fact[],
  now: Date,
): KubeCondition[] {
  const generation = object.metadata.generation ?? 0;
  // Kubernetes keeps whole seconds; milliseconds would differ from what comes back.
  const second = new Date(Math.floor(now.getTime() / 1000) * 1000);
  let conditions: Condition[] = (before ?? []).map((condition) => ({
    ...condition,
    observedGeneration: condition.observedGeneration ?? 0,
  }));
  for (const fact of facts) {
    const report = { ...fact, message: fact.message ?? "" };
    conditions = setCondition(conditions, report, second, generation);
  }
  return conditions.map(({ lastTransitionTime, ...rest }) => ({
    ...rest,
    lastTransitionTime: lastTransitionTime.replace(/\.\d+Z$/, "Z"),
  }));
}

/** Writes a status once, and only when it says something new. */
export async function writeStatus(
  client: KubeClient,
  object: KubeObject,
  status: object,
): Promise<void> {
  if (isDeepStrictEqual(object.status, withoutUndefined(status))) return;
  const patch = { ...identity(object), status: withoutUndefined(status) };
  await client.applyStatus(patch, { fieldManager: FIELD_MANAGER, force: true });
}

/** Sets the fields of the spec that are ours, with our finalizer: nothing is done before it is there. */
export async function writeOwnFields(
  client: KubeClient,
  object: KubeObject,
  spec: object = {},
): Promise<KubeObject> {
  const base = identity(object);
  const patch = { ...base, metadata: { ...base.metadata, finalizers: [finalizer] }, spec };
  return client.apply(patch, { fieldManager: FIELD_MANAGER, force: true });
}

/** Lets the object go. Everything it stood for is gone. */
export async function removeFinalizer(client: KubeClient, object: KubeObject): Promise<void> {
  const finalizers = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
  const { resourceVersion, name, namespace } = object.metadata;
  const ref = { apiVersion: object.apiVersion, kind: object.kind, name };
  await client.patch(namespace ? { ...ref, namespace } : ref, {
    metadata: { finalizers, resourceVersion },
  });
}

/** True when our finalizer is on it. */
export function hasFinalizer(object: KubeObject): boolean {
  return object.metadata.finalizers?.includes(finalizer) === true;
}

/** Name and uid: without the uid, applying to an object that has just gone would make it anew. */
function identity(object: KubeObject): KubeObject {
  const { name, namespace, uid } = object.metadata;
  const metadata = { name, ...(namespace ? { namespace } : {}), ...(uid ? { uid } : {}) };
  return { apiVersion: object.apiVersion, kind: object.kind, metadata };
}

function withoutUndefined(status: object): unknown {
  return JSON.parse(JSON.stringify(status));
}
