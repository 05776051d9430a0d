import { releaseNameFault } from "@/server/domain/kubernetes/release-names";
import { isMap } from "@/server/domain/yaml/data";
import type { YamlMap, YamlValue } from "@/server/domain/yaml/types";
import {
  type HeaderFault,
  isGiven,
  namespaceAnnotations,
  namespaceLabels,
  notText,
  readNamespace,
  readNamespaces,
  unlessOpen,
} from "./header-namespaces";

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

/** Our own name first; packs from elsewhere use the other. */
const priorityKeys = ["lamina.dev/install-priority", "spectrocloud.com/install-priority"];
const displayNameKeys = ["lamina.dev/display-name", "spectrocloud.com/display-name"];

/** Reads the header tolerantly; what cannot be used is a fault with its path. */
export function readHeader(data: YamlValue): { header: PackHeader; faults: HeaderFault[] } {
  const faults: HeaderFault[] = [];
  const pack = isMap(data) && isMap(data["pack"]) ? data["pack"] : {};
  const header: PackHeader = {
    namespace: readNamespace(pack["namespace"], ["pack", "namespace"], faults)[0] ?? null,
    additionalNamespaces: readNamespaces(pack["additionalNamespaces"], faults),
    namespaceLabels: namespaceLabels(pack["namespaceLabels"], faults),
    namespaceAnnotations: namespaceAnnotations(pack["namespaceAnnotations"], faults),
    priority: readPriority(pack, faults),
    displayName: textOf(pack[writtenKey(pack, displayNameKeys)]),
    releaseNameOverride: releaseNames(pack["releaseNameOverride"], faults),
    images: imagesOf(pack["content"]),
  };
  return { header, faults };
}

function releaseNames(value: YamlValue | undefined, faults: HeaderFault[]): Record<string, string> {
  const at = ["pack", "releaseNameOverride"];
  if (isGiven(value) && !isMap(value)) {
    faults.push({ path: at, message: "releaseNameOverride maps charts to release names." });
  }
  const entries = Object.entries(isMap(value) ? value : {}).filter(([, name]) => isGiven(name));
  const names = entries.map(([chart, name]): [string, string] => {
    const fault =
      typeof name === "string" ? unlessOpen(name, releaseNameFault) : `${chart}: ${notText}`;
    if (fault !== null) faults.push({ path: [...at, chart], message: fault });
    return [chart, String(name)];
  });
  return Object.fromEntries(names);
}

/** Under which of its names a key is written; the first when it is not. */
function writtenKey(pack: YamlMap, names: readonly string[]): string {
  return names.find((name) => Object.hasOwn(pack, name)) ?? names[0] ?? "";
}

function readPriority(pack: YamlMap, faults: HeaderFault[]): number {
  const key = writtenKey(pack, priorityKeys);
  const value = pack[key];
  if (value === undefined || value === null || value === "") return 0;
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  const message = `The install priority must be a whole number, found "${String(value)}".`;
  faults.push({ path: ["pack", key], message });
  return 0;
}

function textOf(value: YamlValue | undefined): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : null;
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
