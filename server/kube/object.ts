import type { KubeObject, ObjectRef } from "./types";

/** One text per object, whatever version of its API was used. */
export function keyOf(ref: ObjectRef): string {
  return `${groupOf(ref.apiVersion)}/${ref.kind}/${ref.namespace ?? ""}/${ref.name}`;
}

/** How an object is called in a message: `Deployment shop/web`. */
export function nameOf(ref: ObjectRef): string {
  return `${ref.kind} ${ref.namespace !== undefined ? `${ref.namespace}/` : ""}${ref.name}`;
}

/** `apps/v1` → `apps`; `v1` → the empty text of the core group. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
}

/** True for something with kind, apiVersion and a name. */
export function isKubeObject(value: unknown): value is KubeObject {
  return (
    typeof dig(value, "apiVersion") === "string" &&
    typeof dig(value, "kind") === "string" &&
    typeof dig(value, "metadata", "name") === "string"
  );
}

/** Follows keys and indexes through unknown data; undefined as soon as one is missing. */
export function dig(value: unknown, ...path: (string | number)[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) {
      return undefined;
    }
    current = Reflect.get(current, key);
  }
  return current;
}

/** The text at a path, or the empty text. */
export function textAt(value: unknown, ...path: (string | number)[]): string {
  const found = dig(value, ...path);
  return typeof found === "string" ? found : "";
}

/** The number at a path, or `fallback`. */
export function numberAt(value: unknown, fallback: number, ...path: (string | number)[]): number {
  const found = dig(value, ...path);
  return typeof found === "number" ? found : fallback;
}

/** The list at a path, or an empty one. */
export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = dig(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** The texts of a map at a path; other values are left out. */
export function textMapAt(value: unknown, ...path: (string | number)[]): Record<string, string> {
  const found = dig(value, ...path);
  if (typeof found !== "object" || found === null) return {};
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => {
      return typeof entry[1] === "string";
    }),
  );
}
