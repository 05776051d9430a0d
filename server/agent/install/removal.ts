import { isKept } from "@/server/domain/kubernetes/helm-annotations";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { Helm } from "@/server/agent/helm/helm";
import type { KubeClient } from "@/server/kube/client";
import { keyOf, nameOf, textAt } from "@/server/kube/object";
import { refOf, type ObjectRef } from "@/server/kube/types";
import type { Inventory } from "./inventory";
import { isDefinition } from "./kinds";
import { layerAnnotation } from "./names";
import { namespaceKind, removeNamespace } from "./namespaces";
import { patiently } from "./patience";

/** What stayed in the cluster although its layer went, and why, for people. */
export interface Kept {
  ref: ObjectRef;
  why: string;
}

/** Takes out of the cluster what an inventory lists. The answer tells what was kept and why. */
export async function removeListed(
  api: KubeClient,
  helm: Helm,
  inventory: Inventory,
  signal: AbortSignal,
): Promise<Kept[]> {
  const kept: Kept[] = [];
  const remove = async (ref: ObjectRef, work: () => Promise<string | undefined>) => {
    const attempt = { what: nameOf(ref), secrets: [], signal };
    const why = await patiently(attempt, work).catch((error: unknown) => {
      throw removalFailure(error);
    });
    if (why !== undefined) kept.push({ ref, why });
  };
  for (const { name, namespace } of [...inventory.releases].reverse()) {
    const attempt = { what: `Release ${namespace}/${name}`, secrets: [], signal };
    for (const what of await patiently(attempt, () => helm.uninstall(name, namespace))) {
      const ref = { apiVersion: "", ...what, namespace };
      kept.push({ ref, why: `${nameOf(ref)} is kept: ${policy}.` });
    }
  }
  for (const ref of [...inventory.objects].reverse()) {
    // What is kept counts as foreign: deleting its kind would delete it too.
    const others = inventory.objects.filter((o) => !kept.some((one) => one.ref === o));
    await remove(ref, () => removeObject(api, ref, { ...inventory, objects: others }));
  }
  for (const name of inventory.namespaces) {
    await remove({ ...namespaceKind, name }, () => removeNamespace(api, name));
  }
  return kept;
}

const policy = "its annotation helm.sh/resource-policy says so";

function removalFailure(error: unknown): unknown {
  if (!(error instanceof LayerFailure)) return error;
  const code = error.code === "LAYER_INSTALL_FAILED" ? "LAYER_REMOVAL_FAILED" : error.code;
  return new LayerFailure(code, "RemovalFailed", error.message, error.passing);
}

/** Deletes one object unless it is somebody else's by now, marked to be kept, or a kind that others still use. */
async function removeObject(
  api: KubeClient,
  ref: ObjectRef,
  inventory: Inventory,
): Promise<string | undefined> {
  const object = await api.find(ref);
  if (object === undefined) return undefined;
  const owner = textAt(object, "metadata", "annotations", layerAnnotation);
  if (owner !== inventory.layerId) return undefined;
  if (isKept(object.metadata.annotations)) return `${nameOf(ref)} is kept: ${policy}.`;
  if (ref.kind === "Namespace") return removeNamespace(api, ref.name);
  if (isDefinition(ref)) {
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
