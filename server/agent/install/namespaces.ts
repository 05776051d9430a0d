import { isKept } from "@/server/domain/kubernetes/helm-annotations";
import type { RenderedLayer } from "@/server/domain/profile/types";
import type { KubeClient } from "@/server/kube/client";
import { isKubeError, KubeError } from "@/server/kube/errors";
import { textAt } from "@/server/kube/object";
import type { KubeObject, ObjectMeta } from "@/server/kube/types";
import { createdAnnotation, ours } from "./names";
import { patiently, type Attempt } from "./patience";

/** Namespaces that belong to Kubernetes: never created, never deleted. */
const builtIn = new Set(["default", "kube-system", "kube-public", "kube-node-lease"]);

/** The kind of a namespace. */
export const namespaceKind = { apiVersion: "v1", kind: "Namespace" };

/** Every namespace a layer needs. */
export function namespacesOf(layer: RenderedLayer): string[] {
  const names = [
    ...(layer.releases.length + layer.manifests.length > 0 ? [layer.namespace] : []),
    ...layer.additionalNamespaces,
    ...Object.keys(layer.namespaceLabels),
    ...Object.keys(layer.namespaceAnnotations),
    ...layer.releases.map((release) => release.namespace),
  ];
  return [...new Set(names)];
}

/** Creates missing namespaces, marked as ours, and sets the layer's labels and annotations. */
export async function ensureNamespaces(
  api: KubeClient,
  layer: RenderedLayer,
  order: Omit<Attempt, "what">,
): Promise<void> {
  const { signal } = order;
  const created = { [createdAnnotation]: "true" };
  for (const name of namespacesOf(layer)) {
    const labels = layer.namespaceLabels[name];
    const annotations = layer.namespaceAnnotations[name];
    // Also without any: what the layer set before and no longer wants goes.
    const metadata = { name, ...(labels && { labels }), ...(annotations && { annotations }) };
    await patiently({ ...order, what: `Namespace ${name}` }, async () => {
      await ensureNamespace(api, { name, annotations: created }, signal);
      await api.apply({ ...namespaceKind, metadata }, { ...marksOf(layer.layerId), signal });
    });
  }
}

/** Takes the layer's labels and annotations off namespaces that it no longer needs. */
export async function unmarkNamespaces(
  api: KubeClient,
  layerId: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const metadata = (await api.find({ ...namespaceKind, name }))?.metadata;
    if (metadata === undefined || metadata.deletionTimestamp !== undefined) continue;
    if (isKept(metadata.annotations)) continue; // as it is
    await api.apply({ ...namespaceKind, metadata: { name } }, marksOf(layerId));
  }
}

/** Each layer owns what it sets on a namespace: layers that share one keep each other's labels. */
function marksOf(layerId: string) {
  return { ...ours, fieldManager: `${ours.fieldManager}-${layerId}` };
}

/** Creates a namespace unless it is there; one that is there stays as it is. Fails while one is going. */
export async function ensureNamespace(
  api: KubeClient,
  metadata: ObjectMeta,
  signal?: AbortSignal,
): Promise<void> {
  const found = await api.find({ ...namespaceKind, name: metadata.name }, signal);
  if (found?.metadata.deletionTimestamp !== undefined) {
    throw new KubeError("CONFLICT", "The namespace is being terminated.", { status: 409 });
  }
  if (found !== undefined) return;
  try {
    await api.create({ ...namespaceKind, metadata }, { fieldManager: ours.fieldManager });
  } catch (error) {
    if (!isKubeError(error, "ALREADY_EXISTS")) throw error; // somebody else was faster
  }
}

/**
 * Deletes a namespace when the agent created it and nothing of anybody else is inside.
 * The answer tells why it was kept; undefined when it is gone.
 */
export async function removeNamespace(api: KubeClient, name: string): Promise<string | undefined> {
  if (builtIn.has(name)) return undefined;
  const namespace = await api.find({ ...namespaceKind, name });
  if (namespace === undefined) return undefined;
  if (isKept(namespace.metadata.annotations)) {
    return `Namespace ${name} is kept: its annotation helm.sh/resource-policy says so.`;
  }
  if (textAt(namespace, "metadata", "annotations", createdAnnotation) !== "true") {
    return `Namespace ${name} was there before and is kept.`;
  }
  const foreign = await firstForeignObject(api, name);
  if (foreign !== undefined) return `Namespace ${name} is kept: it holds ${foreign}.`;
  await api.delete({ ...namespaceKind, name }, { uid: namespace.metadata.uid });
  return undefined;
}

/** What the cluster itself puts into every namespace, and what only describes other objects. */
const furniture = new Set(["ConfigMap/kube-root-ca.crt", "ServiceAccount/default"]);
const shadows = new Set(["Event", "Endpoints", "EndpointSlice", "Lease", "PodMetrics"]);

async function firstForeignObject(api: KubeClient, namespace: string): Promise<string | undefined> {
  const resources = (await api.kinds()).filter(
    (r) => r.namespaced && r.verbs.includes("list") && !shadows.has(r.kind),
  );
  for (const resource of resources) {
    const found = await api.list(resource, { namespace, metadataOnly: true });
    const foreign = found.find(
      (o) =>
        o.metadata.deletionTimestamp === undefined &&
        !furniture.has(`${resource.kind}/${o.metadata.name}`) &&
        !hasOwner(o),
    );
    if (foreign !== undefined) return `${resource.kind} ${foreign.metadata.name}`;
  }
  return undefined;
}

/** An owned object goes with its owner, which was looked at itself. */
function hasOwner({ metadata }: KubeObject): boolean {
  return (metadata.ownerReferences ?? []).length > 0;
}
