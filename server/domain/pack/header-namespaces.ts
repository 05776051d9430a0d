import { laminaNamespace } from "@/server/domain/kubernetes/lamina-namespace";
import {
  annotationKeyFault,
  annotationSizeFault,
  dnsLabelFault,
} from "@/server/domain/kubernetes/metadata";
import { namespaceLabelFault } from "@/server/domain/kubernetes/namespace-labels";
import { isMap } from "@/server/domain/yaml/data";
import { macroOpening } from "@/server/domain/yaml/macro-opening";
import type { YamlMap, YamlPath, YamlValue } from "@/server/domain/yaml/types";

/** A key of the header that cannot be used, and why. */
export interface HeaderFault {
  path: YamlPath;
  message: string;
}

export const notText = "must be text: put quotes around it.";

/** True for a key that was filled in. */
export function isGiven(value: YamlValue | undefined): value is YamlValue {
  return value !== undefined && value !== null && value !== "";
}

/** A fault of a finished text; one that a macro is yet to complete is judged when it is rendered. */
export function unlessOpen(text: string, faultOf: (text: string) => string | null): string | null {
  return macroOpening.test(text) ? null : faultOf(text);
}

/** The namespace's name, or nothing when it cannot be used. */
export function readNamespace(
  value: YamlValue | undefined,
  path: YamlPath,
  faults: HeaderFault[],
): string[] {
  if (!isGiven(value)) return [];
  const message =
    typeof value === "string" ? unlessOpen(value, namespaceFault) : `A namespace ${notText}`;
  if (typeof value === "string" && message === null) return [value];
  faults.push({ path, message: message ?? "" });
  return [];
}

function namespaceFault(name: string): string | null {
  if (name !== laminaNamespace) return dnsLabelFault(name);
  return `The namespace ${laminaNamespace} is reserved for Lamina: choose another one.`;
}

/** A list, or one text with commas. */
export function readNamespaces(value: YamlValue | undefined, faults: HeaderFault[]): string[] {
  const path = ["pack", "additionalNamespaces"];
  if (Array.isArray(value)) {
    return value.flatMap((name, i) => readNamespace(trimmed(name), [...path, i], faults));
  }
  if (typeof value === "string") {
    return value.split(",").flatMap((name) => readNamespace(name.trim(), path, faults));
  }
  if (isGiven(value)) {
    faults.push({ path, message: "Write a list of namespaces, or one text with commas." });
  }
  return [];
}

const trimmed = (value: YamlValue) => (typeof value === "string" ? value.trim() : value);

/** Labels by namespace; each that the API server would refuse is a fault. */
export function namespaceLabels(value: YamlValue | undefined, faults: HeaderFault[]) {
  return pairsByNamespace(value, "namespaceLabels", faults, namespaceLabelFault);
}

/** Annotations by namespace. */
export function namespaceAnnotations(value: YamlValue | undefined, faults: HeaderFault[]) {
  const field = "namespaceAnnotations";
  const all = pairsByNamespace(value, field, faults, (_, key) => annotationKeyFault(key));
  for (const [namespace, pairs] of Object.entries(all)) {
    const message = annotationSizeFault(pairs);
    if (message !== null) faults.push({ path: ["pack", field, namespace], message });
  }
  return all;
}

type PairFault = (namespace: string, key: string, value: string) => string | null;

/** `{ ns: "a=b,c=d" }`, one joined text per namespace; maps are understood too. */
function pairsByNamespace(
  value: YamlValue | undefined,
  field: string,
  faults: HeaderFault[],
  faultOf: PairFault,
): Record<string, Record<string, string>> {
  const path = ["pack", field];
  if (isGiven(value) && !isMap(value)) {
    faults.push({ path, message: `${field} maps namespaces to key=value pairs.` });
  }
  const result: Record<string, Record<string, string>> = {};
  for (const [namespace, given] of Object.entries(isMap(value) ? value : {})) {
    const at = [...path, namespace];
    const message = namespaceFault(namespace);
    if (message !== null) faults.push({ path: at, message });
    const pairs = isMap(given) ? mapPairs(given, at, faults) : textPairs(given, at, faults);
    for (const [key, text] of Object.entries(pairs)) {
      if (macroOpening.test(key) || macroOpening.test(text)) continue;
      const fault = faultOf(namespace, key, text);
      if (fault !== null) faults.push({ path: isMap(given) ? [...at, key] : at, message: fault });
    }
    result[namespace] = pairs;
  }
  return result;
}

/** What is not text has lost its spelling already: `1.30` would become 1.3. */
function mapPairs(map: YamlMap, at: YamlPath, faults: HeaderFault[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(map).flatMap(([key, value]) => {
      if (value === null) return [[key, ""]];
      if (typeof value === "string") return [[key, value]];
      faults.push({ path: [...at, key], message: `The value of ${key} ${notText}` });
      return [];
    }),
  );
}

function textPairs(
  given: YamlValue,
  path: YamlPath,
  faults: HeaderFault[],
): Record<string, string> {
  const pairs: Record<string, string> = {};
  if (isGiven(given) && typeof given !== "string") {
    faults.push({ path, message: "Write key=value pairs, or a mapping of them." });
  }
  for (const pair of typeof given === "string" ? given.split(",").map((p) => p.trim()) : []) {
    const equals = pair.indexOf("=");
    if (pair === "") continue;
    if (equals < 1) faults.push({ path, message: `"${pair}" is not of the form key=value.` });
    else pairs[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return pairs;
}
