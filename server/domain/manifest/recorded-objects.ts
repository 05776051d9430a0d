import { isMap } from "@/server/domain/yaml/data";
import type { YamlMap, YamlValue } from "@/server/domain/yaml/types";
import { type ItemKind, itemKindOf, itemsOf, withKind } from "./lists";
import { isObject, type ManifestObject } from "./read-manifest";

/**
 * The objects of a record of what is installed, such as Helm's: the cluster accepted them, so nothing is
 * judged or left out, and what has no name cannot be looked up.
 */
export function recordedObjects(value: YamlValue, inherited?: ItemKind): ManifestObject[] {
  if (!isMap(value)) return [];
  const object = withKind(value, inherited);
  const items = itemsOf(object);
  if (items) return items.flatMap((item) => recordedObjects(item, itemKindOf(object)));
  return isIdentified(object) && isObject(object) ? [object] : [];
}

function isIdentified(object: YamlMap): boolean {
  return typeof object["apiVersion"] === "string" && typeof object["kind"] === "string";
}
