import { clip } from "@/server/domain/agent/text";
import type { RenderedLayer } from "@/server/domain/profile/types";
import { LayerFailure } from "@/server/agent/helm/failure";
import { redact } from "@/server/agent/helm/redact";
import type { KubeClient } from "@/server/kube/client";
import { nameOf } from "@/server/kube/object";
import { refOf, type KubeObject } from "@/server/kube/types";
import { Bell } from "@/server/agent/bell";
import { isKubeError, type KubeError } from "@/server/kube/errors";
import { passGate } from "./gate";
import { objectsOf, stageOf } from "./manifests";
import { layerAnnotation, ours } from "./names";

/** New kinds and admission webhooks need a moment after their creation. */
const patienceMs = 20_000;
const establishMs = 30_000;

/** The objects of a layer's manifests in the order in which they are applied. */
export function manifestObjects(layer: RenderedLayer): KubeObject[] {
  const objects = layer.manifests.flatMap(({ name, content }) => objectsOf(name, content));
  return objects
    .map((object, index) => ({ object, index, stage: stageOf(object) }))
    .sort((a, b) => a.stage - b.stage || a.index - b.index)
    .map(({ object }) => marked(object, layer.layerId));
}

/** Gives namespaced objects without a namespace the layer's. Needs the kinds, so CRDs come first. */
export async function placed(
  api: KubeClient,
  object: KubeObject,
  namespace: string,
  ownKinds: ReadonlyMap<string, boolean>,
): Promise<KubeObject> {
  if (object.metadata.namespace !== undefined) return object;
  const own = ownKinds.get(`${object.apiVersion}/${object.kind}`);
  const namespaced = own ?? (await api.locate(object)).namespaced;
  return namespaced ? { ...object, metadata: { ...object.metadata, namespace } } : object;
}

/** Applies objects that are placed already; CRDs are waited for before anything uses them. */
export async function applyObjects(
  api: KubeClient,
  objects: readonly KubeObject[],
  secrets: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const kinds = objects.filter((object) => stageOf(object) === 1);
  for (const object of objects.filter((o) => stageOf(o) < 2)) {
    await applyOne(api, object, secrets, signal);
  }
  await passGate(
    api,
    { objects: kinds.map(refOf), checks: [], timeoutMs: establishMs, onWait: () => undefined },
    new Bell(),
    signal,
  );
  for (const object of objects.filter((o) => stageOf(o) === 2)) {
    await applyOne(api, object, secrets, signal);
  }
}

async function applyOne(
  api: KubeClient,
  object: KubeObject,
  secrets: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + patienceMs;
  let pauseMs = 50;
  for (;;) {
    try {
      await api.apply(object, { ...ours, signal });
      return;
    } catch (error) {
      if (!isKubeError(error) || error.code === "UNREACHABLE") throw error;
      const { code, status } = error;
      const passing = code === "NOT_FOUND" || code === "THROTTLED" || status >= 500;
      if (!passing || performance.now() > until) throw refused(object, error, secrets);
      await new Bell().wait(pauseMs, signal);
      signal.throwIfAborted();
      pauseMs = Math.min(pauseMs * 1.6, 1000);
    }
  }
}

function refused(object: KubeObject, error: KubeError, secrets: readonly string[]): LayerFailure {
  const text = clip(redact(`${nameOf(refOf(object))}: ${error.message}`, secrets), 1500);
  return new LayerFailure("LAYER_INSTALL_FAILED", "ManifestRefused", text);
}

function marked(object: KubeObject, layerId: string): KubeObject {
  const annotations = { ...object.metadata.annotations, [layerAnnotation]: layerId };
  return { ...object, metadata: { ...object.metadata, annotations } };
}
