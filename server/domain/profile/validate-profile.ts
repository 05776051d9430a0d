import { type LayerKind, type Pack, infraKinds, layerKindTitles } from "@/server/domain/pack/types";
import { checkNetwork } from "./check-network";
import { checkReleases } from "./check-releases";
import { checkRendered } from "./check-rendered";
import { checkDependencies } from "./dependencies";
import { profileSizeFault } from "./limits";
import { layerProblem, profileProblem } from "./locate-problem";
import { Memo } from "./memo";
import { checkPresetNeeds } from "./preset-needs";
import { validateLayer } from "./validate-layer";
import { freeName } from "./new-layer";
import type { ProfileLayer, ProfileProblem, ProfileProblemCode, ProfileType } from "./types";

/** Packs by digest, as far as a registry has them. */
export type PackLookup = ReadonlyMap<string, Pack>;

export interface ValidateOptions {
  /** true before publishing: what is merely unfinished in a draft becomes an error. */
  strict: boolean;
  type?: ProfileType;
  /** `all` or the infrastructure; `local` by default. */
  cloudType?: string;
  /** For layers and packs that nobody changes: what was found about each is used again. */
  memo?: Memo;
}

/**
 * Everything wrong with a profile, each at its layer and key. A draft can be saved whatever comes out;
 * publishing needs `canPublish(problems)`.
 */
export function validateProfile(
  layers: readonly ProfileLayer[],
  packs: PackLookup,
  options: ValidateOptions,
): ProfileProblem[] {
  const type = options.type ?? "cluster";
  const context = { cloudType: options.cloudType ?? "local" };
  const memo = options.memo ?? new Memo();
  const own = layers.map((layer) => {
    const pack = packs.get(layer.pack.digest);
    return memo.of(layer, "own", [pack, context.cloudType], () =>
      validateLayer(layer, pack, context),
    );
  });
  // Rendering a layer with errors of its own would only repeat them.
  const sound = layers.filter((_, i) => canPublish(own[i] ?? []));
  const size = profileSizeFault(layers);
  return [
    ...(size === null ? [] : [profileProblem("TOO_LARGE", size, null)]),
    ...checkKinds(layers, type, options.strict),
    ...checkNames(layers),
    ...checkReleases(layers, packs, memo),
    ...layers.flatMap((layer, i) => {
      const pack = packs.get(layer.pack.digest);
      if (!pack) return own[i] ?? [];
      return [
        ...(own[i] ?? []),
        ...checkDependencies(layer, pack, layers, type),
        ...checkPresetNeeds(layer, pack, layers, packs),
      ];
    }),
    ...checkRendered(sound, layers, packs, memo),
    ...(context.cloudType === "local"
      ? sound.filter(({ kind }) => kind === "k8s").flatMap((layer) => checkNetwork(layer, layers))
      : []),
  ];
}

/** True when nothing stands against publishing. */
export function canPublish(problems: readonly ProfileProblem[]): boolean {
  return problems.every((problem) => problem.severity !== "error");
}

function checkKinds(
  layers: readonly ProfileLayer[],
  type: ProfileType,
  strict: boolean,
): ProfileProblem[] {
  const problems: ProfileProblem[] = [];
  for (const kind of infraKinds) {
    const title = layerKindTitles[kind];
    const found = layers.filter((layer) => layer.kind === kind);
    if (type === "add-on") {
      const message = `Add-on profiles cannot have a layer of kind ${title}. Remove it, or use a full-stack profile.`;
      problems.push(...found.map((layer) => refused(layer, "LAYER_NOT_ALLOWED", message)));
    } else if (found.length === 0) {
      problems.push(missingLayer(kind, `No ${title} layer has been chosen yet.`, strict));
    }
    const message = `A profile can have only one ${title} layer, and "${found[0]?.name ?? ""}" is one already.`;
    problems.push(...found.slice(1).map((layer) => refused(layer, "LAYER_DUPLICATE", message)));
  }
  const addons = layers.filter((layer) => layer.kind === "addon");
  if (type === "infra") {
    const message =
      "Infrastructure profiles cannot have add-ons. Remove it, or use a full-stack profile.";
    problems.push(...addons.map((layer) => refused(layer, "LAYER_NOT_ALLOWED", message)));
  }
  if (type === "add-on" && addons.length === 0) {
    problems.push(missingLayer("addon", "The profile has no add-on yet.", strict));
  }
  return problems;
}

function missingLayer(kind: LayerKind, message: string, strict: boolean): ProfileProblem {
  const fix = { action: "choose-pack", kind, layerId: null } as const;
  return profileProblem("LAYER_MISSING", message, kind, {
    severity: strict ? "error" : "warning",
    fix,
  });
}

/** A layer that has no place in this profile. */
function refused(layer: ProfileLayer, code: ProfileProblemCode, message: string): ProfileProblem {
  return layerProblem(layer, code, message, {
    fix: { action: "remove-layer", layerId: layer.id },
  });
}

function checkNames(layers: readonly ProfileLayer[]): ProfileProblem[] {
  const names = layers.map((layer) => layer.name);
  return layers
    .filter((layer, i) => names.indexOf(layer.name) !== i)
    .map((layer) => {
      const message = `Another layer is already named "${layer.name}".`;
      const name = freeName(layer.name, names);
      const fix = { action: "rename-layer", layerId: layer.id, name } as const;
      return layerProblem(layer, "NAME_DUPLICATE", message, { fix });
    });
}
