import { readEnabledPresets } from "@/server/domain/pack/preset-file";
import type { Pack } from "@/server/domain/pack/types";
import { equalData, getIn, isMap, withIn, withoutIn } from "@/server/domain/yaml/data";
import { deleteEdits, setEdits } from "@/server/domain/yaml/edit";
import { parseYaml } from "@/server/domain/yaml/parse";
import { formatPath } from "@/server/domain/yaml/path";
import { TextChange } from "@/server/domain/yaml/text-edits";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import { carryLines } from "./carry-lines";
import { defaultValues } from "./new-layer";
import { chosenPresets, listPresets, type PresetLayer, togglePreset } from "./presets";
import type { ChosenPreset } from "./types";

/** New values for another version of a pack, and what could not be taken along. */
export interface CarriedValues {
  values: string;
  presets?: ChosenPreset[];
  /** Paths where the user's value was put over the new pack's own. */
  carried: string[];
  /** Paths the user had changed whose own value changed between the packs too: worth a look. */
  conflicts: string[];
}

/** What is needed of a version of a pack. */
export type CarryPack = Pick<Pack, "presets" | "values">;

/**
 * Moves a layer's values to another version of its pack: the new pack's text with the same presets, and
 * over it what the user had changed against the old pack, with its comments and spelling. Values that do
 * not parse are kept as they are.
 */
export function carryOver(from: CarryPack, to: CarryPack, layer: PresetLayer): CarriedValues {
  const mine = parseYaml(layer.values);
  const untouched = withSamePresets(from, from, layer);
  const fresh = withSamePresets(from, to, layer);
  const [base, next] = [parseYaml(untouched.values), parseYaml(fresh.values)];
  const { presets } = fresh;
  if (!mine.ok || !base.ok || !next.ok) return { ...layer, carried: [], conflicts: [] };
  if (layer.values === untouched.values) {
    return { values: fresh.values, presets, carried: [], conflicts: [] };
  }
  const { wanted, carried, conflicts } = merged(base.data, mine.data, next.data);
  const lines = carryLines(untouched.values, layer.values, fresh.values);
  const read = lines === undefined ? undefined : parseYaml(lines);
  const isRight = read?.ok === true && equalData(read.data ?? {}, wanted ?? {});
  const values =
    lines !== undefined && isRight ? lines : changedTo(layer.values, mine.data, wanted);
  return { values, presets, carried, conflicts };
}

/** What the new values must mean: the pack's own, and what the user changed over them. */
function merged(base: YamlValue, mine: YamlValue, next: YamlValue) {
  let wanted = next;
  const carried: string[] = [];
  const conflicts: string[] = [];
  for (const path of changedPaths(base ?? {}, mine ?? {}, [])) {
    const value = getIn(mine, path);
    if (equalData(getIn(next, path), value)) continue;
    wanted = value === undefined ? withoutIn(wanted, path) : withIn(wanted, path, value);
    carried.push(formatPath(path));
    if (!equalData(getIn(base, path), getIn(next, path))) conflicts.push(formatPath(path));
  }
  return { wanted, carried, conflicts };
}

/** The user's own text with what the pack changed: for spellings that cannot be carried line by line. */
function changedTo(text: string, data: YamlValue, wanted: YamlValue): string {
  const change = new TextChange(text);
  for (const path of changedPaths(data ?? {}, wanted ?? {}, [])) {
    const value = getIn(wanted, path);
    change.apply(
      value === undefined ? deleteEdits(change.text, path) : setEdits(change.text, path, value),
    );
  }
  return change.text;
}

/** The pack's own text with the choice of presets that the layer has, as far as this pack has them. */
function withSamePresets(from: CarryPack, to: CarryPack, layer: PresetLayer): PresetLayer {
  const chosen = listPresets(from, layer).filter((preset) => preset.on);
  const isTold = readEnabledPresets(layer.values) !== null;
  const presets = chosenPresets(to, { values: to.values });
  const start: PresetLayer = { values: isTold ? to.values : defaultValues(to), presets };
  return listPresets(to, start).reduce<PresetLayer>((own, { name, group }) => {
    const [before, on] = [listPresets(to, own), chosen].map((list) =>
      list.some((one) => one.on && one.name === name && one.group === group),
    );
    return before === on ? own : togglePreset(to, own, name, on === true, group);
  }, start);
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
