import { kindUnknown } from "@/server/domain/agent/outlook";
import { LayerFailure } from "@/server/agent/helm/failure";
import type { KubeClient } from "@/server/kube/client";
import { isKubeError } from "@/server/kube/errors";
import { groupOf, listAt, nameOf, textAt } from "@/server/kube/object";
import { refOf, type KubeObject, type ObjectKind } from "@/server/kube/types";

const definitions = { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition" };

/** True for the definition of a kind. */
export function isDefinition(object: Pick<ObjectKind, "kind">): boolean {
  return object.kind === definitions.kind;
}

/** The kinds that the objects bring themselves: whether they live in a namespace. */
export function kindsOf(objects: readonly KubeObject[]): Map<string, boolean> {
  const kinds = new Map<string, boolean>();
  for (const object of objects.filter(isDefinition)) {
    const group = textAt(object, "spec", "group");
    const kind = textAt(object, "spec", "names", "kind");
    const namespaced = textAt(object, "spec", "scope") === "Namespaced";
    for (const version of listAt(object, "spec", "versions")) {
      kinds.set(`${group}/${textAt(version, "name")}/${kind}`, namespaced);
    }
  }
  return kinds;
}

/** Gives namespaced objects without a namespace the layer's. Throws NOT_FOUND for an unknown kind. */
export async function placed(
  api: KubeClient,
  object: KubeObject,
  namespace: string,
  ownKinds: ReadonlyMap<string, boolean>,
): Promise<KubeObject> {
  const own = ownKinds.get(`${object.apiVersion}/${object.kind}`);
  const namespaced = own ?? (await api.locate(object)).namespaced;
  const { namespace: given, ...metadata } = object.metadata;
  if (!namespaced) return { ...object, metadata };
  return { ...object, metadata: { ...metadata, namespace: given ?? namespace } };
}

/**
 * The failure of an object whose kind the API server does not know. It passes when the kind's definition
 * is there and not established yet, or while another layer may bring it.
 */
export async function unknownKind(
  api: KubeClient,
  object: KubeObject,
  error: unknown,
  neighbours: { mayBring(kind: ObjectKind): boolean },
): Promise<unknown> {
  if (!isKubeError(error, "NOT_FOUND")) return error;
  const group = groupOf(object.apiVersion);
  const defined = (await api.list(definitions)).some(
    (definition) =>
      textAt(definition, "spec", "group") === group &&
      textAt(definition, "spec", "names", "kind") === object.kind &&
      listAt(definition, "spec", "versions").some(
        (version) => `${group}/${textAt(version, "name")}` === object.apiVersion,
      ),
  );
  const { code, reason } = kindUnknown();
  const text = `${nameOf(refOf(object))}: the cluster knows no kind ${object.kind} in ${object.apiVersion}.`;
  return new LayerFailure(code, reason, text, defined || neighbours.mayBring(object));
}
