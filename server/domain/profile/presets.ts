import { AppError } from "@/server/domain/errors/app-error";
import { type EnabledPreset, enabledPresetEdits } from "@/server/domain/pack/preset-file";
import type { Pack, PackPreset } from "@/server/domain/pack/types";
import { equalData, getIn } from "@/server/domain/yaml/data";
import { parsePath } from "@/server/domain/yaml/path";
import { parseRecent } from "@/server/domain/yaml/recent";
import { TextChange, type TextEdit } from "@/server/domain/yaml/text-edits";
import type { YamlValue } from "@/server/domain/yaml/types";
import { isOn, saidPresets } from "./layer-presets";
import { PresetStack } from "./preset-stack";
import { leavesOf } from "./preset-undo";
import type { ChosenPreset, PresetState, ProfileLayer } from "./types";

/** What the engine needs of a pack to work with its presets. */
export type PresetPack = Pick<Pack, "presets" | "values">;

/** What the engine needs of a layer. */
export type PresetLayer = Pick<ProfileLayer, "values" | "presets">;

/** A layer after a preset was turned on or off. */
export interface PresetChange {
  values: string;
  presets: ChosenPreset[];
  /** What leads from the values before to these: in order, by offsets, as small as can be. */
  edits: TextEdit[];
}

/** All presets with which are on. */
export function listPresets(pack: PresetPack, layer: PresetLayer): PresetState[] {
  const on = chosenPresets(pack, layer);
  return pack.presets.map((preset) => ({
    name: preset.name,
    displayName: preset.displayName,
    group: preset.group,
    on: isOn(on, preset),
  }));
}

/** The presets that are on: as the layer says, else as line 1 of its values does, else as the data shows. */
export function chosenPresets(pack: PresetPack, layer: PresetLayer): ChosenPreset[] {
  const said = saidPresets(layer);
  if (!said) return inferPresets(pack, layer.values);
  const known = said.filter((chosen) => isOn(pack.presets, chosen));
  return known.filter((one, i) => known.findIndex((other) => other.group === one.group) === i);
}

/**
 * Turns a preset on or off: its group's other preset is taken back, `remove` paths go, `add` is laid over
 * the values. Everything else stays byte for byte, and off restores what on replaced.
 */
export function togglePreset(
  pack: PresetPack,
  layer: PresetLayer,
  name: string,
  on: boolean,
  group?: string,
): PresetChange {
  const preset = pack.presets.find(
    (candidate) => candidate.name === name && (group === undefined || candidate.group === group),
  );
  if (!preset) throw new AppError("NOT_FOUND", `The pack has no preset "${name}".`);
  const chosen = chosenPresets(pack, layer);
  const change = new TextChange(layer.values);
  const stack = new PresetStack(pack, change, chosen);
  for (const other of chosen) {
    const goes = other.group === preset.group && !(on && other.name === preset.name);
    if (goes) stack.remove(other);
  }
  if (on && !isOn(chosen, preset)) stack.add(preset);
  change.apply(enabledPresetEdits(change.text, stack.presets, pack.presets));
  return { values: change.text, presets: stack.presets, edits: change.edits() };
}

/** Without a word about it: in each group the preset whose values all stand in the data, the fullest first. */
function inferPresets(pack: PresetPack, values: string): EnabledPreset[] {
  if (pack.presets.length === 0) return [];
  const parsed = parseRecent(values);
  if (!parsed.ok) return [];
  const groups = [...new Set(pack.presets.map((preset) => preset.group))];
  return groups.flatMap((group) => {
    const fitting = pack.presets
      .filter((preset) => preset.group === group && fits(preset, parsed.data))
      .sort((a, b) => leavesOf(dataOf(b.add)).length - leavesOf(dataOf(a.add)).length);
    return fitting[0] ? [{ group, name: fitting[0].name }] : [];
  });
}

function fits(preset: PackPreset, data: YamlValue): boolean {
  const added = dataOf(preset.add);
  const leaves = leavesOf(added);
  if (leaves.length === 0 && preset.remove.length === 0) return false;
  const present = leaves.every(([path, value]) => equalData(getIn(data, path), value));
  const absent = preset.remove.every((dotted) => {
    const path = parsePath(dotted, data);
    return getIn(added, path) !== undefined || getIn(data, path) === undefined;
  });
  return present && absent;
}

function dataOf(text: string): YamlValue {
  return parseRecent(text).data;
}
