import type { YamlMap, YamlPath, YamlValue } from "./types";

/** True for a mapping (not a list, not null). */
export function isMap(value: unknown): value is YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path, or undefined. Never looks at inherited properties. */
export function getIn(data: YamlValue | undefined, path: YamlPath): YamlValue | undefined {
  let here = data;
  for (const step of path) {
    if (Array.isArray(here)) here = typeof step === "number" ? here[step] : undefined;
    else if (isMap(here) && Object.hasOwn(here, step)) here = here[step];
    else return undefined;
  }
  return here;
}

/** Sets an own property even for names such as `__proto__`. */
export function put(map: YamlMap, key: string, value: YamlValue): void {
  if (key !== "__proto__") {
    map[key] = value;
    return;
  }
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A copy with the value at the path set; what is no mapping on the way is replaced by one. */
export function withIn(data: YamlValue, path: YamlPath, value: YamlValue): YamlValue {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(data) && typeof step === "number") {
    const list = [...data];
    list[step] = withIn(list[step] ?? null, rest, value);
    return list;
  }
  const map = isMap(data) ? { ...data } : {};
  const key = String(step);
  put(map, key, withIn(Object.hasOwn(map, key) ? (map[key] ?? null) : null, rest, value));
  return map;
}

/** A copy without the key at the path; a missing path changes nothing. */
export function withoutIn(data: YamlValue, path: YamlPath): YamlValue {
  const parentPath = path.slice(0, -1);
  const parent = getIn(data, parentPath);
  const last = path.at(-1);
  if (last === undefined) return null;
  if (Array.isArray(parent) && typeof last === "number") {
    return withIn(data, parentPath, parent.toSpliced(last, 1));
  }
  if (!isMap(parent) || !Object.hasOwn(parent, last)) return data;
  const map = { ...parent };
  delete map[last];
  return withIn(data, parentPath, map);
}

/** Mappings merge key by key; anything else, lists too, is replaced by what is in `over`. */
export function mergeData(base: YamlValue, over: YamlValue): YamlValue {
  if (!isMap(base) || !isMap(over)) return over;
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = Object.hasOwn(merged, key) ? merged[key] : undefined;
    put(merged, key, old === undefined ? value : mergeData(old, value));
  }
  return merged;
}

/** Deep equality; the order of keys does not count. */
export function equalData(a: YamlValue | undefined, b: YamlValue | undefined): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, i) => equalData(item, b[i]));
  }
  if (!isMap(a) || !isMap(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalData(a[key], b[key]))
  );
}
