import { readManifest } from "@/server/domain/manifest/read-manifest";
import { parseYamlStream } from "@/server/domain/yaml/parse";
import { firstProblems } from "@/server/domain/yaml/problems";
import type { Problem } from "@/server/domain/yaml/types";
import { nameFault, validName } from "./inputs";
import { layerProblem, textProblem } from "./locate-problem";
import { freeName } from "./new-layer";
import type { AttachedManifest, ProfileLayer, ProfileProblem } from "./types";

/** Everything wrong with the manifests attached to a layer. */
export function validateManifests(layer: ProfileLayer): ProfileProblem[] {
  const names = layer.manifests.map((manifest) => manifest.name);
  return layer.manifests.flatMap((manifest, i) => [
    ...checkName(layer, i, names),
    ...manifestProblems(manifest).map((problem) =>
      textProblem(layer, problem, "MANIFEST_INVALID", manifest.name),
    ),
  ]);
}

function checkName(layer: ProfileLayer, index: number, names: readonly string[]): ProfileProblem[] {
  const name = names[index] ?? "";
  const rename = (to: string) =>
    ({ action: "rename-manifest", layerId: layer.id, index, name: to }) as const;
  const fault = nameFault(name);
  if (fault) {
    const valid = validName(name);
    const fix = valid === null ? undefined : rename(freeName(valid, names));
    const message = `Manifest name "${name}": ${fault}`;
    return [layerProblem(layer, "NAME_INVALID", message, { fix })];
  }
  if (names.indexOf(name) === index) return [];
  const message = `Two manifests of this layer are named "${name}".`;
  return [layerProblem(layer, "NAME_DUPLICATE", message, { fix: rename(freeName(name, names)) })];
}

const known = new WeakMap<Pick<AttachedManifest, "content">, Problem[]>();

/**
 * Problems of one manifest text, located in it. Megabytes take a second to read, so they are remembered
 * for as long as the manifest object lives; it never changes, an edit makes another one.
 */
export function manifestProblems(manifest: Pick<AttachedManifest, "content">): Problem[] {
  const before = known.get(manifest);
  if (before) return before;
  const problems = firstProblems(readManifest(parseYamlStream(manifest.content)).problems);
  known.set(manifest, problems);
  return problems;
}
