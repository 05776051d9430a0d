import { createHash } from "node:crypto";
import { expiresByItself, hasFinished } from "@/server/domain/kubernetes/one-shot";
import type { KubeClient } from "@/server/kube/client";
import { keyOf, textAt } from "@/server/kube/object";
import { refOf, type KubeObject } from "@/server/kube/types";
import { layerAnnotation } from "./names";

/** By object (`keyOf`): the fingerprint with which it ran to its end, or expires by itself. */
export type FinishedMarks = Readonly<Record<string, string>>;

/** Reasons of events by which a Job that is gone already says that it failed. */
const failures = new Set(["BackoffLimitExceeded", "DeadlineExceeded", "PodFailurePolicy"]);

/**
 * Remembers what ends by itself: a Job that is done and gone is not lost. Kept in the layer's inventory,
 * so a new agent knows it too; an object that is wanted otherwise by now runs again.
 */
export class Finished {
  readonly #marks: Map<string, string>;
  /** What this pass created: its events tell how it ended when it is gone before anybody looked. */
  readonly #created = new Map<string, string>();

  constructor(marks: FinishedMarks) {
    this.#marks = new Map(Object.entries(marks));
  }

  /** True when exactly this object has been made before and needs no second time. */
  has(desired: KubeObject): boolean {
    const mark = this.#marks.get(keyOf(refOf(desired)));
    return mark !== undefined && mark === fingerprintOfObject(desired);
  }

  /** It was created now; what expires by itself is remembered from here on. */
  created(desired: KubeObject, uid: string | undefined): void {
    if (uid !== undefined) this.#created.set(keyOf(refOf(desired)), uid);
    if (expiresByItself(desired)) this.#mark(desired);
  }

  /** It was seen in the cluster; one that has done its work is remembered. */
  seen(desired: KubeObject, live: KubeObject): void {
    if (hasFinished(live)) this.#mark(desired);
  }

  /** It failed: another attempt makes it again. */
  forget(desired: KubeObject): void {
    this.#marks.delete(keyOf(refOf(desired)));
  }

  /** Why an object that is gone failed, or undefined. Events are kept for an hour. */
  async failureOf(api: KubeClient, desired: KubeObject): Promise<string | undefined> {
    const uid = this.#created.get(keyOf(refOf(desired)));
    const { namespace } = desired.metadata;
    if (uid === undefined || namespace === undefined) return undefined;
    const fieldSelector = `involvedObject.uid=${uid}`;
    const events = await api.list(
      { apiVersion: "v1", kind: "Event" },
      { namespace, fieldSelector },
    );
    const failed = events.find((event) => failures.has(textAt(event, "reason")));
    return failed && textAt(failed, "message");
  }

  /** The marks of these objects, for the inventory. */
  marksOf(objects: readonly KubeObject[]): FinishedMarks {
    const keys = new Set(objects.map((object) => keyOf(refOf(object))));
    return Object.fromEntries([...this.#marks].filter(([key]) => keys.has(key)).sort());
  }

  #mark(desired: KubeObject): void {
    this.#marks.set(keyOf(refOf(desired)), fingerprintOfObject(desired));
  }
}

/** True when the object was garbage-collected with its owners, or would be at once. */
export async function wentWithOwners(api: KubeClient, desired: KubeObject): Promise<boolean> {
  const owners = desired.metadata.ownerReferences ?? [];
  if (owners.length === 0) return false;
  const { namespace } = desired.metadata;
  const found = await Promise.all(
    owners.map(async ({ apiVersion, kind, name, uid }) => {
      const ref = { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
      return (await api.find(ref))?.metadata.uid === uid;
    }),
  );
  return !found.includes(true);
}

/** The same exactly when the wanted object is; whose layer it is does not count. */
export function fingerprintOfObject({ metadata, ...rest }: KubeObject): string {
  const { [layerAnnotation]: _, ...annotations } = metadata.annotations ?? {};
  const text = JSON.stringify({ ...rest, metadata: { ...metadata, annotations } }, sortedKeys);
  return createHash("sha256").update(text).digest("hex").slice(0, 20);
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
