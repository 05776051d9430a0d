import { toReleaseName } from "@/server/domain/kubernetes/release-names";
import { type InfraKind, infraKinds, type LayerKind, type Pack } from "@/server/domain/pack/types";
import { type CarriedValues, carryOver } from "@/server/domain/profile/carry-over";
import { samePresets } from "@/server/domain/profile/layer-presets";
import { freeName, layerOfPack, type LayerSource } from "@/server/domain/profile/new-layer";
import type { ProfileLayer, ProfileType } from "@/server/domain/profile/types";
import { setIn } from "@/server/domain/yaml/edit";
import { parseYaml } from "@/server/domain/yaml/parse";

type Layers = readonly ProfileLayer[];
type LayerPack = LayerSource & Pick<Pack, "presets">;

/** A layer that was taken out, with all it needs to be put back where it was. */
export interface RemovedLayer {
  layer: ProfileLayer;
  index: number;
}

/** Puts a layer of a pack in: infrastructure at its own place in the order, an add-on on top. */
export function addLayer(layers: Layers, pack: LayerSource, id?: string): ProfileLayer[] {
  const layer = layerOfPack(
    pack,
    layers.map((l) => l.name),
    id,
  );
  return insertLayer(layers, layer, layers.length);
}

/** Puts a layer back. Infrastructure always stands in the fixed order and before the add-ons. */
export function insertLayer(layers: Layers, layer: ProfileLayer, index: number): ProfileLayer[] {
  const next = [...layers];
  next.splice(Math.min(index, next.length), 0, layer);
  return inOrder(next);
}

function inOrder(layers: Layers): ProfileLayer[] {
  const rank = (layer: ProfileLayer) => {
    const at = infraKinds.findIndex((kind) => kind === layer.kind);
    return at === -1 ? infraKinds.length : at;
  };
  return [...layers].sort((a, b) => rank(a) - rank(b));
}

/** Takes a layer out and says what is needed to undo it. */
export function removeLayer(
  layers: Layers,
  id: string,
): { layers: ProfileLayer[]; removed: RemovedLayer | null } {
  const index = layers.findIndex((layer) => layer.id === id);
  const layer = layers[index];
  if (!layer) return { layers: [...layers], removed: null };
  return { layers: layers.filter((l) => l.id !== id), removed: { layer, index } };
}

/** A copy of an add-on, just above it, under a free name and with Helm releases of its own. */
export function duplicateLayer(
  layers: Layers,
  id: string,
  newId: string,
  charts: readonly string[] = [],
): ProfileLayer[] {
  const index = layers.findIndex((layer) => layer.id === id);
  const layer = layers[index];
  if (!layer || layer.kind !== "addon") return [...layers];
  const name = freeName(
    layer.name,
    layers.map((l) => l.name),
  );
  const values = ownReleases(layer.values, charts, name);
  return layers.toSpliced(index + 1, 0, { ...layer, id: newId, name, values });
}

/** Two releases of one name would overwrite each other; a text that does not parse is left alone. */
function ownReleases(values: string, charts: readonly string[], name: string): string {
  if (!parseYaml(values).ok) return values;
  return charts.reduce(
    (text, chart) =>
      setIn(
        text,
        ["pack", "releaseNameOverride", chart],
        toReleaseName(charts.length === 1 ? name : `${name}-${chart}`),
      ),
    values,
  );
}

/** True when this add-on can go one place up (later) or down (earlier). */
export function canMove(layers: Layers, id: string, by: 1 | -1): boolean {
  const index = layers.findIndex((layer) => layer.id === id);
  return layers[index]?.kind === "addon" && layers[index + by]?.kind === "addon";
}

/** Moves an add-on among the add-ons; anything else changes nothing. */
export function moveLayer(layers: Layers, id: string, by: 1 | -1): ProfileLayer[] {
  if (!canMove(layers, id, by)) return [...layers];
  const index = layers.findIndex((layer) => layer.id === id);
  return moveTo(layers, index, index + by);
}

/** Puts the add-on `id` where the add-on `overId` is. */
export function moveLayerOver(layers: Layers, id: string, overId: string): ProfileLayer[] {
  const from = layers.findIndex((layer) => layer.id === id);
  const to = layers.findIndex((layer) => layer.id === overId);
  if (layers[from]?.kind !== "addon" || layers[to]?.kind !== "addon") return [...layers];
  return moveTo(layers, from, to);
}

function moveTo(layers: Layers, from: number, to: number): ProfileLayer[] {
  const next = [...layers];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** Changes some fields of one layer. */
export function patchLayer(
  layers: Layers,
  id: string,
  patch: Partial<Omit<ProfileLayer, "id" | "kind">>,
): ProfileLayer[] {
  return layers.map((layer) => (layer.id === id ? { ...layer, ...patch } : layer));
}

/**
 * Gives a layer another pack. To another version of the same pack the user's changes are carried; otherwise
 * the new pack's own values take their place. A name that came from the pack follows it.
 */
export function replacePack(
  layers: Layers,
  id: string,
  pack: LayerPack,
  old: LayerPack | undefined,
): { layers: ProfileLayer[]; carried: CarriedValues | null } {
  const layer = layers.find((l) => l.id === id);
  if (!layer) return { layers: [...layers], carried: null };
  const isSamePack = layer.pack.name === pack.name;
  const taken = layers.filter((l) => l.id !== id).map((l) => l.name);
  const isOwnName = layer.name !== layer.pack.name;
  const fresh = layerOfPack(pack, taken, id);
  const carried = isSamePack && old ? carryOver(old, pack, layer) : null;
  const { values, presets } = carried ?? (isSamePack ? layer : fresh);
  const next = patchLayer(layers, id, {
    pack: fresh.pack,
    values,
    presets,
    name: isSamePack || isOwnName ? layer.name : fresh.name,
  });
  return { layers: next, carried };
}

/** Infrastructure layers that this kind of profile needs and does not have yet, the first to choose first. */
export function emptySlots(layers: Layers, type: ProfileType): InfraKind[] {
  if (type === "add-on") return [];
  return infraKinds.filter((kind) => !layers.some((layer) => layer.kind === kind));
}

/** True when profiles of this type have layers of this kind. */
export function takesKind(type: ProfileType, kind: LayerKind): boolean {
  return kind === "addon" ? type !== "infra" : type !== "add-on";
}

/** Which kinds of layer can be added now. */
export function addableKinds(layers: Layers, type: ProfileType): LayerKind[] {
  const addon: LayerKind[] = takesKind(type, "addon") ? ["addon"] : [];
  return [...emptySlots(layers, type), ...addon];
}

/** True when nothing differs: the order, the packs, every byte of text. The order of fields does not count. */
export function sameLayers(a: Layers, b: Layers): boolean {
  return a === b || (a.length === b.length && a.every((layer, i) => sameLayer(layer, b[i])));
}

/** `after`, with the objects of `before` wherever a layer is the same; `before` when nothing differs. */
export function reuseLayers(before: ProfileLayer[], after: ProfileLayer[]): ProfileLayer[] {
  if (before === after) return before;
  const known = new Map(before.map((layer) => [layer.id, layer]));
  const next = after.map((layer) => {
    const old = known.get(layer.id);
    return old && sameLayer(old, layer) && sameNotes(old, layer) ? old : layer;
  });
  const isSame = next.length === before.length && next.every((layer, i) => layer === before[i]);
  return isSame ? before : next;
}

/** What presets replaced is no difference to anybody but to an undo. */
function sameNotes(a: ProfileLayer, b: ProfileLayer): boolean {
  return JSON.stringify(a.presets) === JSON.stringify(b.presets);
}

/** One layer compared so; the database gives fields back in another order. */
export function sameLayer(a: ProfileLayer | undefined, b: ProfileLayer | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  const isSamePack =
    a.pack.registry === b.pack.registry &&
    a.pack.name === b.pack.name &&
    a.pack.version === b.pack.version &&
    a.pack.digest === b.pack.digest;
  const isSameText =
    a.id === b.id && a.name === b.name && a.kind === b.kind && a.values === b.values;
  return isSamePack && isSameText && samePresets(a, b) && sameManifests(a, b);
}

function sameManifests(a: ProfileLayer, b: ProfileLayer): boolean {
  return (
    a.manifests.length === b.manifests.length &&
    a.manifests.every(({ name, content }, i) => {
      const other = b.manifests[i];
      return other?.name === name && other.content === content;
    })
  );
}
