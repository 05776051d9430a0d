import type { EnabledPreset } from "@/server/domain/pack/preset-file";
import { equalData, isMap } from "@/server/domain/yaml/data";
import { parseYaml } from "@/server/domain/yaml/parse";
import { formatPath } from "@/server/domain/yaml/path";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import { isOn, saidPresets } from "./layer-presets";
import type {
  AttachedManifest,
  KeyChange,
  LayerChange,
  ManifestChange,
  PresetChoiceChange,
  ProfileDiff,
  ProfileLayer,
} from "./types";

/** What differs between two versions of a profile, by meaning: comments and the order of keys do not count. */
export function diffProfiles(
  before: readonly ProfileLayer[],
  after: readonly ProfileLayer[],
): ProfileDiff {
  const partner = pairUp(before, after);
  const kept = after.filter((layer) => partner.has(layer));
  const moved = movedLayers(before, kept, partner);
  const layers = [
    ...after.map((layer) => {
      const old = partner.get(layer);
      return old ? compareLayers(old, layer, moved.has(layer)) : wholeLayer(layer, "added");
    }),
    ...before
      .filter((layer) => ![...partner.values()].includes(layer))
      .map((layer) => wholeLayer(layer, "removed")),
  ];
  const count = (change: LayerChange["change"]) => layers.filter((l) => l.change === change).length;
  const counts = {
    added: count("added"),
    removed: count("removed"),
    changed: count("changed"),
    unchanged: count("unchanged"),
  };
  return { layers, counts };
}

/** By id, else by kind and name, else the one infrastructure layer of a kind. */
function pairUp(before: readonly ProfileLayer[], after: readonly ProfileLayer[]) {
  const partner = new Map<ProfileLayer, ProfileLayer>();
  const free = new Set(before);
  const rules: ((a: ProfileLayer, b: ProfileLayer) => boolean)[] = [
    (a, b) => a.id === b.id && a.kind === b.kind,
    (a, b) => a.kind === b.kind && a.name === b.name,
    (a, b) => a.kind === b.kind && a.kind !== "addon",
  ];
  for (const matches of rules) {
    for (const layer of after) {
      if (partner.has(layer)) continue;
      const found = [...free].find((old) => matches(old, layer));
      if (!found) continue;
      partner.set(layer, found);
      free.delete(found);
    }
  }
  return partner;
}

function movedLayers(
  before: readonly ProfileLayer[],
  kept: readonly ProfileLayer[],
  partner: ReadonlyMap<ProfileLayer, ProfileLayer>,
): Set<ProfileLayer> {
  const addons = kept.filter((layer) => layer.kind === "addon");
  const oldOrder = before.filter((old) => addons.some((layer) => partner.get(layer) === old));
  return new Set(addons.filter((layer, i) => partner.get(layer) !== oldOrder[i]));
}

function compareLayers(old: ProfileLayer, layer: ProfileLayer, moved: boolean): LayerChange {
  const keys = diffValues(old.values, layer.values);
  const manifests = diffManifests(old.manifests, layer.manifests);
  const presets = diffPresets(saidPresets(old), saidPresets(layer));
  const samePack = old.pack.name === layer.pack.name && old.pack.registry === layer.pack.registry;
  const sameContent = samePack && old.pack.digest === layer.pack.digest;
  const sameVersion = old.pack.version === layer.pack.version;
  const isChanged =
    keys.length > 0 || manifests.length > 0 || !sameContent || moved || old.name !== layer.name;
  return {
    ...identity(layer),
    change: isChanged ? "changed" : "unchanged",
    ...(samePack ? {} : { pack: { from: old.pack.name, to: layer.pack.name } }),
    ...(sameVersion ? {} : { version: { from: old.pack.version, to: layer.pack.version } }),
    keys,
    manifests,
    presets,
    moved,
    textOnly: !isChanged && (old.values !== layer.values || presets.length > 0),
  };
}

function wholeLayer(layer: ProfileLayer, change: "added" | "removed"): LayerChange {
  const isAdded = change === "added";
  const side = (text: string) => ({ from: isAdded ? null : text, to: isAdded ? text : null });
  return {
    ...identity(layer),
    change,
    pack: side(layer.pack.name),
    version: side(layer.pack.version),
    keys: [],
    manifests: layer.manifests.map(({ name }) => ({ name, change })),
    presets: [],
    moved: false,
    textOnly: false,
  };
}

function identity(layer: ProfileLayer) {
  return { layerId: layer.id, name: layer.name, kind: layer.kind };
}

/** Keys that differ; a text that does not parse counts as one change of the whole. */
export function diffValues(before: string, after: string): KeyChange[] {
  const [old, now] = [parseYaml(before), parseYaml(after)];
  if (old.ok && now.ok) return diffData(old.data ?? {}, now.data ?? {}, []);
  return before === after ? [] : [{ path: "", change: "changed" }];
}

function diffData(before: YamlValue, after: YamlValue, path: YamlPath): KeyChange[] {
  if (equalData(before, after)) return [];
  if (!isMap(before) || !isMap(after)) {
    return [{ path: formatPath(path), change: "changed", before, after }];
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
    const [old, now] = [own(before, key), own(after, key)];
    const at = [...path, key];
    if (old === undefined && now !== undefined) return leaves(now, at, "added");
    if (old !== undefined && now === undefined) return leaves(old, at, "removed");
    return diffData(old ?? null, now ?? null, at);
  });
}

function own(map: YamlValue, key: string): YamlValue | undefined {
  return isMap(map) && Object.hasOwn(map, key) ? map[key] : undefined;
}

function leaves(value: YamlValue, path: YamlPath, change: "added" | "removed"): KeyChange[] {
  const entries = isMap(value) ? Object.entries(value) : [];
  if (entries.length > 0)
    return entries.flatMap(([key, item]) => leaves(item, [...path, key], change));
  const side = change === "added" ? { after: value } : { before: value };
  return [{ path: formatPath(path), change, ...side }];
}

/** Of layers that do not say which presets are on, only the keys tell. */
function diffPresets(
  before: readonly EnabledPreset[] | null,
  after: readonly EnabledPreset[] | null,
): PresetChoiceChange[] {
  if (!before || !after) return [];
  const only = (list: readonly EnabledPreset[], other: readonly EnabledPreset[]) =>
    list.filter((preset) => !isOn(other, preset)).map(({ group, name }) => ({ group, name }));
  return [
    ...only(after, before).map((preset) => ({ ...preset, change: "added" as const })),
    ...only(before, after).map((preset) => ({ ...preset, change: "removed" as const })),
  ];
}

function diffManifests(
  before: readonly AttachedManifest[],
  after: readonly AttachedManifest[],
): ManifestChange[] {
  const find = (list: readonly AttachedManifest[], name: string) =>
    list.find((m) => m.name === name);
  const names = [...new Set([...after, ...before].map((manifest) => manifest.name))];
  return names.flatMap((name): ManifestChange[] => {
    const [old, now] = [find(before, name), find(after, name)];
    if (!old) return [{ name, change: "added" }];
    if (!now) return [{ name, change: "removed" }];
    return old.content === now.content ? [] : [{ name, change: "changed" }];
  });
}
