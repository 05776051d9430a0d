import {
  type EnabledPreset,
  readEnabledPresets,
  writeEnabledPresets,
} from "@/server/domain/pack/preset-file";
import type { Pack, PackPreset } from "@/server/domain/pack/types";
import { AppError } from "@/server/domain/errors/app-error";
import { equalData, getIn, isMap } from "@/server/domain/yaml/data";
import { deleteIn, mergeIn, setIn } from "@/server/domain/yaml/edit";
import { parseRecent } from "@/server/domain/yaml/recent";
import { parsePath } from "@/server/domain/yaml/path";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import type { PresetState } from "./types";

/** What the engine needs of a pack to work with its presets. */
export type PresetPack = Pick<Pack, "presets" | "values">;

/** All presets with which are on: by the comment on line 1, else as far as the data shows. */
export function listPresets(pack: PresetPack, values: string): PresetState[] {
  const on = enabledOf(pack, values);
  return pack.presets.map((preset) => ({
    name: preset.name,
    displayName: preset.displayName,
    group: preset.group,
    on: on.some((enabled) => isSame(enabled, preset)),
  }));
}

/**
 * Turns a preset on or off in the text: its group's other preset is undone, `remove` paths go, `add` is
 * merged, line 1 says what is on. Everything else stays byte for byte.
 */
export function togglePreset(
  pack: PresetPack,
  values: string,
  name: string,
  on: boolean,
  group?: string,
): string {
  const preset = pack.presets.find(
    (candidate) => candidate.name === name && (group === undefined || candidate.group === group),
  );
  if (!preset) throw new AppError("NOT_FOUND", `The pack has no preset "${name}".`);
  const enabled = enabledOf(pack, values);
  const before = pack.presets.filter(
    (other) => other.group === preset.group && enabled.some((e) => isSame(e, other)),
  );
  const others = enabled.filter((e) => e.group !== preset.group);
  let text = values;
  for (const other of before) {
    if (other !== preset) text = undo(pack, text, other, on ? preset : undefined);
  }
  text = on ? applyPreset(text, preset) : undo(pack, text, preset, undefined);
  const chosen = on ? [...others, { group: preset.group, name: preset.name }] : others;
  return writeEnabledPresets(text, inPackOrder(pack, chosen));
}

/** `remove`, then `add`; without the comment on line 1. */
export function applyPreset(values: string, preset: PackPreset): string {
  const added = dataOf(preset.add);
  let text = values;
  for (const dotted of preset.remove) {
    const path = parsePath(dotted, dataOf(text));
    // Taken out only to be put back: the merge below replaces it in place and keeps its comments.
    if (equalData(getIn(added, path), getIn(dataOf(text), path))) continue;
    text = deleteIn(text, path);
  }
  return mergeIn(text, preset.add);
}

/** Puts back the pack's own values where the preset's still stand; what the user changed since stays. */
function undo(
  pack: PresetPack,
  values: string,
  preset: PackPreset,
  next: PackPreset | undefined,
): string {
  const defaults = dataOf(pack.values);
  const overwritten = next ? leavesOf(dataOf(next.add)) : [];
  let text = values;
  for (const [path, value] of leavesOf(dataOf(preset.add))) {
    if (overwritten.some(([other]) => equalData([...other], [...path]))) continue;
    if (!equalData(getIn(dataOf(text), path), value)) continue;
    const original = getIn(defaults, path);
    text = original === undefined ? prune(text, path, defaults) : setIn(text, path, original);
  }
  for (const dotted of preset.remove) {
    const path = parsePath(dotted, defaults);
    const original = getIn(defaults, path);
    const gone = getIn(dataOf(text), path) === undefined;
    if (gone && original !== undefined) text = setIn(text, path, original);
  }
  return text;
}

/** Deletes a key and the parents that it leaves empty, unless the pack has them itself. */
function prune(text: string, path: YamlPath, defaults: YamlValue): string {
  let pruned = deleteIn(text, path);
  for (let length = path.length - 1; length > 0; length--) {
    const parent = path.slice(0, length);
    const left = getIn(dataOf(pruned), parent);
    const isEmpty = left === null || (isMap(left) && Object.keys(left).length === 0);
    if (!isEmpty || getIn(defaults, parent) !== undefined) break;
    pruned = deleteIn(pruned, parent);
  }
  return pruned;
}

function enabledOf(pack: PresetPack, values: string): EnabledPreset[] {
  const written = readEnabledPresets(values);
  if (written) {
    const known = written.filter((e) => pack.presets.some((preset) => isSame(e, preset)));
    return known.filter((e, i) => known.findIndex((other) => other.group === e.group) === i);
  }
  return inferEnabled(pack, values);
}

/** Without a comment: in each group the preset whose values all stand in the data, the fullest first. */
function inferEnabled(pack: PresetPack, values: string): EnabledPreset[] {
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

/** Every scalar, list and empty map with its path. */
function leavesOf(data: YamlValue, path: YamlPath = []): [YamlPath, YamlValue][] {
  if (!isMap(data)) return path.length > 0 ? [[path, data]] : [];
  const entries = Object.entries(data);
  if (entries.length === 0) return path.length > 0 ? [[path, data]] : [];
  return entries.flatMap(([key, value]) => leavesOf(value, [...path, key]));
}

function dataOf(text: string): YamlValue {
  return parseRecent(text).data;
}

function isSame(enabled: EnabledPreset, preset: PackPreset): boolean {
  return enabled.name === preset.name && enabled.group === preset.group;
}

function inPackOrder(pack: PresetPack, enabled: readonly EnabledPreset[]): EnabledPreset[] {
  return pack.presets
    .filter((preset) => enabled.some((e) => isSame(e, preset)))
    .map(({ group, name }) => ({ group, name }));
}
