import { runsOnce, hasFinished } from "@/server/domain/kubernetes/one-shot";
import { hookInManifest } from "@/server/domain/kubernetes/helm-annotations";
import type { RenderedLayer } from "@/server/domain/profile/types";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { KubeClient } from "@/server/kube/client";
import { isKubeError } from "@/server/kube/errors";
import { nameOf } from "@/server/kube/object";
import { refOf, type KubeObject } from "@/server/kube/types";
import { Bell } from "@/server/agent/bell";
import type { Finished } from "./finished";
import { passGate } from "./gate";
import { objectsOf, stageOf } from "./manifests";
import { createdAnnotation, layerAnnotation, ours } from "./names";
import { ensureNamespace } from "./namespaces";
import { patiently, type Attempt } from "./patience";
import { readinessOf } from "./readiness";

const establishMs = 30_000;

/** How objects are applied: which secrets no message may hold, when to stop, whom to tell. */
export type ApplyOrder = Omit<Attempt, "what">;

/** Megabytes take a second to read and a run asks more than once; between runs the memory is free again. */
const readBefore = new WeakMap<RenderedLayer, WeakRef<readonly KubeObject[]>>();

/**
 * The objects of a layer's manifests in the order in which they are applied. Hooks of Helm that must not
 * run at an install (tests, removal, rollback) are left out.
 */
export function manifestObjects(layer: RenderedLayer): readonly KubeObject[] {
  const before = readBefore.get(layer)?.deref();
  if (before !== undefined) return before;
  const objects = layer.manifests
    .flatMap(({ name, content }) => objectsOf(name, content))
    .filter((object) => hookInManifest(object.metadata.annotations) !== "skipped")
    .map((object, index) => ({ object, index, stage: stageOf(object) }))
    .sort((a, b) => a.stage - b.stage || a.index - b.index)
    .map(({ object }) => marked(object, layer.layerId));
  readBefore.set(layer, new WeakRef(objects));
  return objects;
}

/** Applies what others live in or are made of: namespaces, and definitions of kinds until they are established. */
export async function applyFoundations(
  api: KubeClient,
  objects: readonly KubeObject[],
  order: ApplyOrder,
): Promise<void> {
  for (const object of objects.filter((o) => stageOf(o) === 0)) {
    const { name } = object.metadata;
    const what = nameOf(refOf(object));
    const metadata = { name, annotations: { [createdAnnotation]: "true" } };
    await patiently({ ...order, what }, () => ensureNamespace(api, metadata, order.signal));
    await applyOne(api, object, order);
  }
  await applyDefinitions(
    api,
    objects.filter((o) => stageOf(o) === 1),
    order,
  );
}

/** Applies definitions of kinds; they are waited for before anything uses them. */
export async function applyDefinitions(
  api: KubeClient,
  definitions: readonly KubeObject[],
  order: ApplyOrder,
): Promise<void> {
  for (const object of definitions) await applyOne(api, object, order);
  const { signal, onRetry } = order;
  const onWait = (what: string) => onRetry?.(what);
  const gate = { objects: definitions, checks: [], timeoutMs: establishMs, onWait };
  await passGate(api, gate, new Bell(), signal);
}

/** Applies everything that is no foundation. What ended by itself before is not made a second time. */
export async function applyObjects(
  api: KubeClient,
  objects: readonly KubeObject[],
  finished: Finished,
  order: ApplyOrder,
): Promise<void> {
  for (const object of objects.filter((o) => stageOf(o) === 2)) {
    if (finished.has(object)) continue;
    const applied = await applyOne(api, object, order);
    finished.created(object, applied.metadata.uid);
  }
}

async function applyOne(
  api: KubeClient,
  object: KubeObject,
  order: ApplyOrder,
): Promise<KubeObject> {
  return patiently({ ...order, what: nameOf(refOf(object)) }, async () => {
    try {
      return await api.apply(object, { ...ours, signal: order.signal });
    } catch (error) {
      if (!isKubeError(error, "INVALID") || !runsOnce(object)) throw error;
      await makeRoom(api, object, error);
      return api.apply(object, { ...ours, signal: order.signal });
    }
  });
}

/** What a Job does cannot change. One that has ended gives way to the changed one; one at work is awaited. */
async function makeRoom(api: KubeClient, object: KubeObject, refusal: Error): Promise<void> {
  const ref = refOf(object);
  const live = await api.find(ref);
  if (live === undefined || !/immutable|may not change fields/.test(refusal.message)) throw refusal;
  if (!hasEnded(live)) {
    const text = `${nameOf(ref)} is still at work and cannot be changed: its new version runs when it has ended. Delete it to start now.`;
    throw new LayerFailure("LAYER_INSTALL_FAILED", "StillRunning", text, true);
  }
  await api.delete(ref, { uid: live.metadata.uid });
}

function hasEnded(live: KubeObject): boolean {
  return hasFinished(live) || readinessOf(live).failed === true;
}

function marked(object: KubeObject, layerId: string): KubeObject {
  const annotations = { ...object.metadata.annotations, [layerAnnotation]: layerId };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
