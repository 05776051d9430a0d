import { isMap } from "@/server/domain/yaml/data";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";

/** The `pack:` block of a layer's values. */
export interface PackHeader {
  namespace: string | null;
  additionalNamespaces: string[];
  namespaceLabels: Record<string, Record<string, string>>;
  namespaceAnnotations: Record<string, Record<string, string>>;
  /** Lower installs first; add-ons only. */
  priority: number;
  displayName: string | null;
  /** chart name → release name */
  releaseNameOverride: Record<string, string>;
  images: string[];
}

export interface HeaderFault {
  path: YamlPath;
  message: string;
}

/** A namespace's name, as Kubernetes takes it. */
export const namespaceName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const priorityKey = "spectrocloud.com/install-priority";
const displayNameKey = "spectrocloud.com/display-name";

/** Reads the header tolerantly; what cannot be used is a fault with its path. */
export function readHeader(data: YamlValue): { header: PackHeader; faults: HeaderFault[] } {
  const faults: HeaderFault[] = [];
  const pack = isMap(data) && isMap(data["pack"]) ? data["pack"] : {};
  const namespaceOf = (value: YamlValue | undefined, path: YamlPath): string[] => {
    if (typeof value !== "string" || value === "") return [];
    if (namespaceName.test(value) || value.includes("{{")) return [value];
    const message = `"${value}" is no namespace: small letters, digits and dashes, at most 63.`;
    faults.push({ path, message });
    return [];
  };
  const more = pack["additionalNamespaces"];
  const list = Array.isArray(more) ? more : typeof more === "string" ? more.split(",") : [];
  const at = ["pack", "additionalNamespaces"];
  const header: PackHeader = {
    namespace: namespaceOf(pack["namespace"], ["pack", "namespace"])[0] ?? null,
    additionalNamespaces: list.flatMap((n) =>
      namespaceOf(typeof n === "string" ? n.trim() : n, at),
    ),
    namespaceLabels: pairsByNamespace(pack["namespaceLabels"], "namespaceLabels", faults),
    namespaceAnnotations: pairsByNamespace(
      pack["namespaceAnnotations"],
      "namespaceAnnotations",
      faults,
    ),
    priority: readPriority(pack[priorityKey], faults),
    displayName: textOf(pack[displayNameKey]),
    releaseNameOverride: textMap(pack["releaseNameOverride"]),
    images: imagesOf(pack["content"]),
  };
  return { header, faults };
}

function readPriority(value: YamlValue | undefined, faults: HeaderFault[]): number {
  if (value === undefined || value === null || value === "") return 0;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  const message = `The install priority must be a whole number, found "${String(value)}".`;
  faults.push({ path: ["pack", priorityKey], message });
  return 0;
}

/** `{ ns: "a=b,c=d" }`, one joined text per namespace; maps are understood too. */
function pairsByNamespace(value: YamlValue | undefined, key: string, faults: HeaderFault[]) {
  const result: Record<string, Record<string, string>> = {};
  for (const [namespace, pairs] of Object.entries(isMap(value) ? value : {})) {
    if (isMap(pairs)) result[namespace] = textMap(pairs);
    else if (typeof pairs === "string") {
      result[namespace] = splitPairs(pairs, (message) =>
        faults.push({ path: ["pack", key, namespace], message }),
      );
    }
  }
  return result;
}

function splitPairs(text: string, fault: (message: string) => void): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const pair of text.split(",").map((p) => p.trim())) {
    const equals = pair.indexOf("=");
    if (pair === "") continue;
    if (equals < 1) fault(`"${pair}" is not of the form key=value.`);
    else pairs[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return pairs;
}

function textOf(value: YamlValue | undefined): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
}

function textMap(value: YamlValue | undefined): Record<string, string> {
  const entries = Object.entries(isMap(value) ? value : {});
  return Object.fromEntries(
    entries.flatMap(([key, text]) => (isMap(text) || text === null ? [] : [[key, String(text)]])),
  );
}

/** `iamge` is a known misspelling in the wild. */
function imagesOf(content: YamlValue | undefined): string[] {
  const images = isMap(content) ? content["images"] : undefined;
  if (!Array.isArray(images)) return [];
  return images.flatMap((entry) => {
    const image = isMap(entry) ? (entry["image"] ?? entry["iamge"]) : entry;
    return typeof image === "string" ? [image] : [];
  });
}
