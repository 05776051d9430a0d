import { laminaNamespace } from "@/server/domain/kubernetes/lamina-namespace";
import {
  annotationKeyFault,
  annotationSizeFault,
  dnsLabelFault,
  labelKeyFault,
  labelValueFault,
  objectNameFault,
} from "@/server/domain/kubernetes/metadata";
import { namespaceLabelFault } from "@/server/domain/kubernetes/namespace-labels";
import { isMap } from "@/server/domain/yaml/data";
import { macroOpening } from "@/server/domain/yaml/macro-opening";
import type { YamlMap, YamlPath, YamlValue } from "@/server/domain/yaml/types";

/** What keeps an object from being applied; `reason` says it without quoting the text. */
export interface ObjectFault {
  path: YamlPath;
  message: string;
  reason?: string;
}

const lacksName: ObjectFault = {
  path: ["metadata"],
  message: 'The object lacks "metadata.name".',
  reason: "the object lacks metadata.name",
};
const generated: ObjectFault = {
  path: ["metadata", "generateName"],
  message:
    "generateName would make another object at every run: give the object a metadata.name instead.",
  reason: "generateName without metadata.name",
};

const reserved = `The namespace ${laminaNamespace} is reserved for Lamina: choose another one.`;

/** Fields whose values are texts: of unquoted numbers and booleans the API server says only that it cannot read them. */
const textFields: Record<string, readonly string[]> = {
  "v1/ConfigMap": ["data", "binaryData"],
  "v1/Secret": ["data", "stringData"],
};

/** Values that must be text but are not, each at its key. */
export function textFaults(object: YamlMap): ObjectFault[] {
  const key = `${String(object["apiVersion"])}/${String(object["kind"])}`;
  const fields = Object.hasOwn(textFields, key) ? (textFields[key] ?? []) : [];
  return fields.flatMap((field) => {
    const pairs = object[field];
    if (!isMap(pairs)) return [];
    const wrong = Object.entries(pairs).filter(
      ([, value]) => value !== null && typeof value !== "string",
    );
    return wrong.map(([name]) => ({
      path: [field, name],
      message: `A value of ${field} must be text: put quotes around it, or write it as a block with |.`,
      reason: `a value of ${field} is no text`,
    }));
  });
}

/** Why the API server would refuse this object's metadata, each at its key. */
export function metadataFaults(object: YamlMap): ObjectFault[] {
  const { metadata } = object;
  if (!isMap(metadata)) {
    return metadata === undefined || metadata === null
      ? [lacksName]
      : [typeFault(["metadata"], "a mapping")];
  }
  const apiVersion = String(object["apiVersion"]);
  const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
  const kind = String(object["kind"]);
  return [
    ...nameFaults(metadata, group, kind),
    ...namespaceFaults(metadata["namespace"]),
    ...labelFaults(metadata, group === "" && kind === "Namespace"),
    ...annotationFaults(metadata["annotations"]),
  ];
}

function nameFaults(metadata: YamlMap, group: string, kind: string): ObjectFault[] {
  const { name } = metadata;
  const path = ["metadata", "name"];
  if (name === undefined || name === null || name === "") {
    return [metadata["generateName"] === undefined ? lacksName : generated];
  }
  if (typeof name !== "string") return [textFault(path)];
  if (group === "" && kind === "Namespace" && name === laminaNamespace) return at(path, reserved);
  return isOpen(name) ? [] : at(path, objectNameFault(group, kind, name));
}

function namespaceFaults(namespace: YamlValue | undefined): ObjectFault[] {
  const path = ["metadata", "namespace"];
  if (namespace === undefined || namespace === null || namespace === "") return [];
  if (typeof namespace !== "string") return [textFault(path)];
  if (namespace === laminaNamespace) return at(path, reserved);
  return isOpen(namespace) ? [] : at(path, dnsLabelFault(namespace));
}

function labelFaults(metadata: YamlMap, ofNamespace: boolean): ObjectFault[] {
  const name = String(metadata["name"]);
  return pairFaults("labels", metadata["labels"], (key, value) =>
    ofNamespace
      ? namespaceLabelFault(name, key, value)
      : (labelKeyFault(key) ?? labelValueFault(value)),
  );
}

function annotationFaults(annotations: YamlValue | undefined): ObjectFault[] {
  const faults = pairFaults("annotations", annotations, annotationKeyFault);
  if (faults.length > 0 || !isMap(annotations)) return faults;
  return at(
    ["metadata", "annotations"],
    annotationSizeFault(annotations as Record<string, string>),
  );
}

function pairFaults(
  field: "labels" | "annotations",
  pairs: YamlValue | undefined,
  faultOf: (key: string, value: string) => string | null,
): ObjectFault[] {
  const path = ["metadata", field];
  if (pairs === undefined || pairs === null) return [];
  if (!isMap(pairs)) return [typeFault(path, "a mapping of keys and texts")];
  return Object.entries(pairs).flatMap(([key, value]) => {
    // The API server reads null as the empty text.
    if (value !== null && typeof value !== "string") return [textFault([...path, key])];
    if (isOpen(key) || isOpen(value ?? "")) return [];
    return at([...path, key], faultOf(key, value ?? ""));
  });
}

/** True for a text that a macro is yet to complete. */
function isOpen(text: string): boolean {
  return macroOpening.test(text);
}

function at(path: YamlPath, message: string | null): ObjectFault[] {
  if (message === null) return [];
  return [{ path, message, reason: `${path.slice(0, 2).join(".")} is not valid` }];
}

function textFault(path: YamlPath): ObjectFault {
  const field = path.slice(0, 2).join(".");
  const what = path.length > 2 ? `A value of ${field}` : field;
  const message = `${what} must be text: put quotes around it.`;
  return { path, message, reason: message };
}

function typeFault(path: YamlPath, expected: string): ObjectFault {
  const message = `${path.join(".")} must be ${expected}.`;
  return { path, message, reason: message };
}
