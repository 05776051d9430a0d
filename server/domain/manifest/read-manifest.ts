import { clip } from "@/server/domain/agent/text";
import { hookInManifest } from "@/server/domain/kubernetes/helm-annotations";
import { isMap } from "@/server/domain/yaml/data";
import { macroOpening } from "@/server/domain/yaml/macro-opening";
import { roundedByKubernetes } from "@/server/domain/yaml/numbers";
import type { ParsedYaml } from "@/server/domain/yaml/parse";
import type { Problem, YamlMap, YamlPath, YamlValue } from "@/server/domain/yaml/types";
import { type ItemKind, itemKindOf, itemsOf, withKind } from "./lists";
import { metadataFaults, type ObjectFault, textFaults } from "./object-faults";
import { withoutServerSet } from "./server-set";

/** An object of a manifest as it is applied; what lies beyond the metadata is the API server's to judge. */
export interface ManifestObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  [field: string]: unknown;
}

/** What a manifest holds: the same for the editor, which shows problems, and the agent, which applies objects. */
export interface ManifestReading {
  objects: ManifestObject[];
  problems: Problem[];
}

/**
 * The objects of a manifest's documents, as kubectl reads them: null documents are skipped, lists are
 * taken apart, and items of a typed list take their kind from it. Fields that only a cluster sets are
 * left out, each with a warning.
 */
export function readManifest(documents: readonly ParsedYaml[]): ManifestReading {
  const reading: ManifestReading = { objects: [], problems: [] };
  for (const document of documents) {
    reading.problems.push(...document.problems);
    if (!document.ok || document.data === null) continue;
    reading.problems.push(...roundedNumbers(document));
    readValue(reading, document, document.data, []);
  }
  if (reading.objects.length === 0 && reading.problems.length === 0) {
    const range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
    const message = "The manifest holds no object.";
    reading.problems.push({ ...range, severity: "warning", message });
  }
  return reading;
}

/** Told here, because the API server would store other digits and say nothing. */
function roundedNumbers({ data, rangeOf }: ParsedYaml): Problem[] {
  return roundedByKubernetes(data).map(({ path, message }) => ({
    ...rangeOf(path),
    message,
    reason: "a number of more than 64 bits",
    severity: "error",
  }));
}

function readValue(
  reading: ManifestReading,
  document: ParsedYaml,
  value: YamlValue,
  path: YamlPath,
  inherited?: ItemKind,
): void {
  const tell = (severity: Problem["severity"], { path: key, message, reason }: ObjectFault) =>
    reading.problems.push({
      ...document.rangeOf([...path, ...key]),
      severity,
      message: clip(message, 500),
      ...(reason !== undefined && { reason }),
    });
  if (!isMap(value)) {
    const message = "A Kubernetes object is expected here.";
    tell("error", { path: [], message, reason: "a Kubernetes object is expected" });
    return;
  }
  const fault = kindFault(value, inherited);
  if (fault) {
    tell("error", fault);
    return;
  }
  const object = withKind(value, inherited);
  const items = itemsOf(object);
  if (items) {
    const itemKind = itemKindOf(object);
    items.forEach((item, i) => {
      readValue(reading, document, item, [...path, "items", i], itemKind);
    });
    return;
  }
  const faults = object["kind"] === "List" ? [noItems] : metadataFaults(object);
  faults.push(...textFaults(object));
  for (const found of faults) tell("error", found);
  const cleaned = withoutServerSet(object);
  const hook = hookFaults(object);
  for (const found of [...cleaned.dropped, ...cleaned.doubtful, ...hook]) tell("warning", found);
  if (faults.length === 0 && isObject(cleaned.object)) reading.objects.push(cleaned.object);
}

const noItems: ObjectFault = {
  path: ["items"],
  message: "items must be a list of objects.",
  reason: "items must be a list of objects",
};

function kindFault(value: YamlMap, inherited: ItemKind | undefined): ObjectFault | null {
  const { apiVersion, kind } = withKind(value, inherited);
  return (
    textField("apiVersion", apiVersion) ??
    textField("kind", kind) ??
    formFault("apiVersion", apiVersion) ??
    formFault("kind", kind)
  );
}

function textField(name: "apiVersion" | "kind", value: YamlValue | undefined): ObjectFault | null {
  if (typeof value === "string" && value !== "") return null;
  const isMissing = value === undefined || value === null || value === "";
  const message = isMissing
    ? `The object lacks "${name}".`
    : `${name} must be text: put quotes around it.`;
  return { path: isMissing ? [] : [name], message, reason: message };
}

const forms = {
  apiVersion: {
    pattern: /^(?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    example: "v1 or apps/v1",
  },
  kind: { pattern: /^[A-Za-z][-A-Za-z0-9]*$/, example: "ConfigMap" },
};

function formFault(name: keyof typeof forms, value: YamlValue | undefined): ObjectFault | null {
  const { pattern, example } = forms[name];
  const text = String(value);
  if (pattern.test(text) || macroOpening.test(text)) return null;
  const message = `"${clip(text, 60)}" is not valid as ${name}: write it like ${example}.`;
  return { path: [name], message, reason: `${name} is not valid` };
}

/** A manifest is applied without Helm, which alone knows when a hook would run. */
function hookFaults(object: YamlMap): ObjectFault[] {
  const annotations = isMap(object["metadata"]) ? object["metadata"]["annotations"] : undefined;
  const fate = hookInManifest(isMap(annotations) ? annotations : undefined);
  if (fate === undefined) return [];
  const message =
    fate === "applied"
      ? "A manifest has no Helm hooks: the object is applied with the others and stays. Put it into a chart to run it as a hook."
      : "This Helm hook runs at a test, a removal or a rollback, which a manifest does not have: the object is not applied. Put it into a chart to run it as a hook.";
  return [{ path: ["metadata", "annotations", "helm.sh/hook"], message }];
}

/** True for a mapping with a named metadata. */
export function isObject(value: YamlMap): value is YamlMap & ManifestObject {
  const { metadata } = value;
  return isMap(metadata) && typeof metadata["name"] === "string";
}
