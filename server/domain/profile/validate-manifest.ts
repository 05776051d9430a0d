import { readManifest } from "@/server/domain/manifest/read-manifest";
import { parseYamlStream } from "@/server/domain/yaml/parse";
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
  return firstProblems(readManifest(parseYamlStream(manifest.content)).problems);
}
