import type { YamlMap, YamlValue } from "@/server/domain/yaml/types";

/** What the items of a typed list are. */
export interface ItemKind {
  apiVersion: YamlValue;
  kind: string;
}

/** API servers leave apiVersion and kind out of a typed list's items. */
export function withKind(value: YamlMap, inherited: ItemKind | undefined): YamlMap {
  const isBare = value["apiVersion"] === undefined && value["kind"] === undefined;
  return isBare && inherited ? { ...value, ...inherited } : value;
}

/** The items of a list; undefined for an object. An empty list of a Go program says null. */
export function itemsOf(object: YamlMap): YamlValue[] | undefined {
  const { items, kind } = object;
  if (Array.isArray(items)) return items;
  const isList = kind === "List" || String(kind).endsWith("List");
  if (items === null && isList) return [];
  return items === undefined && kind === "List" ? [] : undefined;
}

/** `RoleList` holds Roles; a plain List leaves the kind to its items. */
export function itemKindOf(list: YamlMap): ItemKind | undefined {
  const kind = String(list["kind"]).replace(/List$/, "");
  return kind === "" ? undefined : { apiVersion: list["apiVersion"] ?? null, kind };
}
