import { messageOf } from "@/server/domain/errors/app-error";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { Helm } from "@/server/agent/helm/helm";
import type { KubeClient } from "@/server/kube/client";
import { keyOf, nameOf, textAt } from "@/server/kube/object";
import { refOf, type ObjectRef } from "@/server/kube/types";
import type { Inventory } from "./inventory";
import { layerAnnotation } from "./names";
import { removeNamespace } from "./namespaces";

/** Takes out of the cluster what an inventory lists. The answer tells what was kept and why. */
export async function removeListed(
  api: KubeClient,
  helm: Helm,
  inventory: Inventory,
): Promise<string[]> {
  const kept: string[] = [];
  try {
    for (const release of [...inventory.releases].reverse()) {
      await helm.uninstall(release.name, release.namespace);
    }
    for (const ref of [...inventory.objects].reverse()) {
      const why = await removeObject(api, ref, inventory);
      if (why !== undefined) kept.push(why);
    }
    for (const name of inventory.namespaces) {
      const why = await removeNamespace(api, name);
      if (why !== undefined) kept.push(why);
    }
  } catch (error) {
    if (error instanceof LayerFailure) throw error;
    throw new LayerFailure("LAYER_INSTALL_FAILED", "RemovalFailed", messageOf(error));
  }
  return kept;
}

/** Deletes one object unless it is somebody else's by now, or a kind that others still use. */
async function removeObject(
  api: KubeClient,
  ref: ObjectRef,
  inventory: Inventory,
): Promise<string | undefined> {
  const object = await api.find(ref);
  if (object === undefined) return undefined;
  const owner = textAt(object, "metadata", "annotations", layerAnnotation);
  if (owner !== inventory.layerId) return undefined;
  if (ref.kind === "Namespace") return removeNamespace(api, ref.name);
  if (ref.kind === "CustomResourceDefinition") {
    const foreign = await foreignResource(api, object, inventory);
    if (foreign !== undefined) return `${nameOf(ref)} is kept: ${foreign} uses it.`;
  }
  await api.delete(ref, { uid: object.metadata.uid });
  return undefined;
}

/** An object of the kind that the layer did not bring; deleting the kind would delete it too. */
async function foreignResource(
  api: KubeClient,
  definition: unknown,
  inventory: Inventory,
): Promise<string | undefined> {
  const group = textAt(definition, "spec", "group");
  const kind = textAt(definition, "spec", "names", "kind");
  const version = textAt(definition, "status", "storedVersions", 0);
  const defined = { apiVersion: `${group}/${version}`, kind };
  if (!(await api.serves(defined))) return undefined;
  const own = new Set(inventory.objects.map(keyOf));
  const found = await api.list(defined, { metadataOnly: true });
  for (const object of found) {
    const ref = refOf(object);
    if (!own.has(keyOf(ref))) return nameOf(ref);
  }
  return undefined;
}
