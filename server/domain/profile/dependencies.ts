import type { Pack, PackDependency } from "@/server/domain/pack/types";
import { describeRange, isInRange } from "@/server/domain/pack/version";
import { layerProblem } from "./locate-problem";
import type { ProfileLayer, ProfileProblem, ProfileType } from "./types";

/** Checks what a pack demands of the other packs of the profile. Bounds are inclusive. */
export function checkDependencies(
  layer: ProfileLayer,
  pack: Pack,
  layers: readonly ProfileLayer[],
  type: ProfileType,
): ProfileProblem[] {
  return pack.constraints.dependencies.flatMap((dependency) => {
    const found = layers.filter(
      (other) => other.id !== layer.id && other.pack.name === dependency.packName,
    );
    return found.length > 0
      ? found.flatMap((other) => checkFound(layer, dependency, other))
      : checkMissing(layer, dependency, type);
  });
}

function checkFound(
  layer: ProfileLayer,
  dependency: PackDependency,
  other: ProfileLayer,
): ProfileProblem[] {
  const { minVersion: min, maxVersion: max, packName } = dependency;
  const isInside = isInRange(other.pack.version, min, max);
  if (dependency.type === "notSupported") {
    if (!isInside) return [];
    const which =
      min === null && max === null ? packName : `${packName} ${describeRange(min, max)}`;
    const message = `${layer.pack.name} is not compatible with ${which}. The profile has ${other.pack.version}.`;
    return [layerProblem(layer, "DEPENDENCY_NOT_SUPPORTED", message)];
  }
  if (isInside || dependency.type === "upgrade") return [];
  const message = `${layer.pack.name} ${layer.pack.version} requires ${packName} ${describeRange(min, max)}. The profile has ${other.pack.version}.`;
  const fix = {
    action: "use-version",
    layerId: other.id,
    minVersion: min,
    maxVersion: max,
  } as const;
  return [layerProblem(layer, "DEPENDENCY_RANGE", message, { fix })];
}

function checkMissing(
  layer: ProfileLayer,
  dependency: PackDependency,
  type: ProfileType,
): ProfileProblem[] {
  if (dependency.type !== "required") return [];
  const { packName, minVersion, maxVersion } = dependency;
  const range = describeRange(minVersion, maxVersion);
  const what = range === "any version" ? packName : `${packName} (${range})`;
  const message = `${layer.pack.name} requires the pack ${what}, which is not in the profile.`;
  // An add-on profile is joined by an infrastructure profile later, which may bring the pack.
  const severity = type === "add-on" ? "warning" : "error";
  const fix = { action: "add-pack", packName, minVersion, maxVersion } as const;
  return [layerProblem(layer, "DEPENDENCY_MISSING", message, { severity, fix })];
}
