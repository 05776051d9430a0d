import type { Pack, PackPreset } from "@/server/domain/pack/types";
import { parseRecent } from "@/server/domain/yaml/recent";
import { formatPath } from "@/server/domain/yaml/path";
import { layerProblem } from "./locate-problem";
import { leavesOf } from "./preset-undo";
import { chosenPresets } from "./presets";
import { isOn } from "./layer-presets";
import type { ProfileLayer, ProfileProblem } from "./types";

/** The keys that a preset sets or takes out, for people to see before they choose it. */
export function presetKeys({ add, remove }: Pick<PackPreset, "add" | "remove">): string[] {
  const set = leavesOf(parseRecent(add).data).map(([path]) => formatPath(path));
  return [...new Set([...set, ...remove])];
}

/** What a preset requires of the profile and no layer of it brings. */
export function unmetNeeds(
  { requires = [] }: Pick<PackPreset, "requires">,
  layers: readonly ProfileLayer[],
  packs: ReadonlyMap<string, Pick<Pack, "addonType">>,
): string[] {
  const brought = new Set(
    layers.flatMap(({ pack }) => [pack.name, packs.get(pack.digest)?.addonType ?? ""]),
  );
  return requires.filter((need) => !brought.has(need));
}

/** A warning for each preset that is on and lacks something; it may still come from another profile. */
export function checkPresetNeeds(
  layer: ProfileLayer,
  pack: Pack,
  layers: readonly ProfileLayer[],
  packs: ReadonlyMap<string, Pack>,
): ProfileProblem[] {
  if (pack.presets.every(({ requires }) => requires === undefined)) return [];
  const on = chosenPresets(pack, layer);
  return pack.presets
    .filter((preset) => isOn(on, preset))
    .flatMap((preset) =>
      unmetNeeds(preset, layers, packs).map((need) => {
        const message = `The preset "${preset.displayName}" needs ${needWords(need)} in the cluster, and the profile has none.`;
        const fix = { action: "choose-pack", kind: "addon", layerId: null, search: need } as const;
        return layerProblem(layer, "PRESET_NEEDS", message, { severity: "warning", fix });
      }),
    );
}

/** `ingress` → "an ingress controller". */
export function needWords(need: string): string {
  return need === "ingress" ? "an ingress controller" : `"${need}"`;
}
