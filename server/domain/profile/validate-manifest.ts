import { isMap } from "@/server/domain/yaml/data";
import { type ParsedYaml, parseYamlStream } from "@/server/domain/yaml/parse";
import { firstProblems } from "@/server/domain/yaml/problems";
import type { Problem } from "@/server/domain/yaml/types";
import { nameFault } from "./inputs";
import { layerProblem, textProblem } from "./locate-problem";
import type { AttachedManifest, ProfileLayer, ProfileProblem } from "./types";

/** Everything wrong with the manifests attached to a layer. */
export function validateManifests(layer: ProfileLayer): ProfileProblem[] {
  const names = layer.manifests.map((manifest) => manifest.name);
  return layer.manifests.flatMap((manifest, i) => [
    ...checkName(layer, manifest.name, names.indexOf(manifest.name) !== i),
    ...manifestProblems(manifest).map((problem) =>
      textProblem(layer, problem, "MANIFEST_INVALID", manifest.name),
    ),
  ]);
}

function checkName(layer: ProfileLayer, name: string, isTaken: boolean): ProfileProblem[] {
  const fault = nameFault(name);
  if (fault)
    return [layerProblem(layer, "NAME_INVALID", `The manifest's name "${name}": ${fault}`)];
  if (!isTaken) return [];
  const message = `Two manifests of the layer are named "${name}".`;
  return [layerProblem(layer, "NAME_DUPLICATE", message)];
}

/** Problems of one manifest text, located in it. */
export function manifestProblems(manifest: Pick<AttachedManifest, "content">): Problem[] {
  const documents = parseYamlStream(manifest.content);
  const problems = firstProblems(
    documents.flatMap((document) => [
      ...document.problems,
      ...(document.ok ? objectFaults(document) : []),
    ]),
  );
  const isEmpty = documents.every((document) => document.ok && document.data === null);
  if (!isEmpty || problems.length > 0) return problems;
  const range = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return [{ ...range, severity: "warning", message: "The manifest holds no object." }];
}

function objectFaults(document: ParsedYaml): Problem[] {
  const { data } = document;
  if (data === null) return [];
  const fault = (message: string, path: string[] = []): Problem[] => [
    { ...document.rangeOf(path), severity: "error", message },
  ];
  if (!isMap(data)) return fault("A Kubernetes object is expected here.");
  if (typeof data["apiVersion"] !== "string") return fault('The object lacks "apiVersion".');
  if (typeof data["kind"] !== "string") return fault('The object lacks "kind".');
  if (data["kind"] === "List" || Array.isArray(data["items"])) return [];
  const metadata = data["metadata"];
  const name = isMap(metadata) ? metadata["name"] : undefined;
  return typeof name === "string" && name !== ""
    ? []
    : fault('The object lacks "metadata.name".', ["metadata"]);
}
