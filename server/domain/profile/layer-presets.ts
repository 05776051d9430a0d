import { type EnabledPreset, readEnabledPresets } from "@/server/domain/pack/preset-file";
import type { ProfileLayer } from "./types";

type PresetHolder = Pick<ProfileLayer, "values" | "presets">;

/** The presets that a layer says are on; null: it does not say, so the data has to show it. */
export function saidPresets({ presets, values }: PresetHolder): EnabledPreset[] | null {
  return presets ?? readEnabledPresets(values);
}

/** The layer with the choice that so far only a comment in its values tells. */
export function withPresets<L extends PresetHolder>(layer: L): L {
  if (layer.presets) return layer;
  const presets = readEnabledPresets(layer.values);
  return presets ? { ...layer, presets } : layer;
}

/** True when the same presets are on, in whatever order they were chosen. */
export function samePresets(a: PresetHolder, b: PresetHolder): boolean {
  const [one, other] = [saidPresets(a), saidPresets(b)];
  if (!one || !other) return one === other;
  return one.length === other.length && one.every((preset) => isOn(other, preset));
}

/** True when this preset is among them. */
export function isOn(presets: readonly EnabledPreset[], { group, name }: EnabledPreset): boolean {
  return presets.some((one) => one.name === name && one.group === group);
}
