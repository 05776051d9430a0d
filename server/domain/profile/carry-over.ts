import type { Pack } from "@/server/domain/pack/types";
import { equalData, getIn, isMap } from "@/server/domain/yaml/data";
import { deleteIn, setIn } from "@/server/domain/yaml/edit";
import { parseYaml } from "@/server/domain/yaml/parse";
import { formatPath } from "@/server/domain/yaml/path";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import { listPresets, type PresetLayer, togglePreset } from "./presets";

/** New values for another version of a pack, and what could not be taken along. */
export interface CarriedValues {
  values: string;
  /** Paths where the user's value was put over the new pack's own. */
  carried: string[];
  /** Paths the user had changed whose own value changed between the packs too: worth a look. */
  conflicts: string[];
}

type CarryPack = Pick<Pack, "presets" | "values">;

/**
 * Moves a layer's values to another version of its pack: the new pack's text with the same presets, and
 * over it what the user had changed against the old pack. Values that do not parse are kept as they are.
 */
export function carryOver(from: CarryPack, to: CarryPack, layer: PresetLayer): CarriedValues {
  const { values } = layer;
  const mine = parseYaml(values);
  const old = parseYaml(from.values);
  if (!mine.ok || !old.ok) return { values, carried: [], conflicts: [] };
  const start = withSamePresets(from, to, layer);
  const base = parseYaml(withPresets(from, layer)).data;
  const next = parseYaml(start).data;
  const result: CarriedValues = { values: start, carried: [], conflicts: [] };
  for (const path of changedPaths(base ?? {}, mine.data ?? {}, [])) {
    const value = getIn(mine.data, path);
    if (equalData(getIn(next, path), value)) continue;
    result.values =
      value === undefined ? deleteIn(result.values, path) : setIn(result.values, path, value);
    result.carried.push(formatPath(path));
    if (!equalData(getIn(base, path), getIn(next, path))) result.conflicts.push(formatPath(path));
  }
  return result;
}

/** The pack's own text with the presets that are on in `values`. */
function withPresets(pack: CarryPack, layer: PresetLayer): string {
  return listPresets(pack, layer).reduce<PresetLayer>(
    (own, { name, group, on }) => {
      const before = listPresets(pack, own).find((p) => p.name === name && p.group === group)?.on;
      return before === on ? own : togglePreset(pack, own, name, on, group);
    },
    { values: pack.values },
  ).values;
}

/** The new pack's text with the old choice of presets, as far as it still has them. */
function withSamePresets(from: CarryPack, to: CarryPack, layer: PresetLayer): string {
  const chosen = listPresets(from, layer).filter((preset) => preset.on);
  return chosen.reduce<PresetLayer>(
    (own, { name, group }) => {
      const state = listPresets(to, own).find((p) => p.name === name && p.group === group);
      return !state || state.on ? own : togglePreset(to, own, name, true, group);
    },
    { values: to.values },
  ).values;
}

/** The shortest paths at which the two differ; lists differ as a whole. */
function changedPaths(before: YamlValue, after: YamlValue, path: YamlPath): YamlPath[] {
  if (equalData(before, after)) return [];
  if (!isMap(before) || !isMap(after)) return [path];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    const [old, now] = [getIn(before, [key]), getIn(after, [key])];
    if (old === undefined || now === undefined) return [[...path, key]];
    return changedPaths(old, now, [...path, key]);
  });
}
