"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { toast } from "@/components/ui/toast";
import type { DraftStore } from "@/components/profile/model/draft-store";
import {
  addLayer,
  canMove,
  duplicateLayer,
  insertLayer,
  moveLayer,
  moveLayerOver,
  patchLayer,
  removeLayer,
  replacePack,
} from "@/components/profile/model/layers";
import { newId } from "@/server/domain/ids/ids";
import type { Pack } from "@/server/domain/pack/types";
import type { CarriedValues } from "@/server/domain/profile/carry-over";
import type { PresetChange } from "@/server/domain/profile/presets";
import type { AttachedManifest, ProfileLayer } from "@/server/domain/profile/types";

interface ActionDeps {
  store: DraftStore;
  /** Whole packs of the layers there are. */
  packs: ReadonlyMap<string, Pack>;
  select: (id: string | null) => void;
  announce: (text: string) => void;
  /** Puts the focus on the sheet of a layer. */
  focus: (id: string) => void;
}

/** Everything that can be done to the layers of a draft; each says aloud what it did. */
export function useLayerActions(projectId: string, deps: ActionDeps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const load = (digest: string): Promise<Pack> =>
    queryClient.ensureQueryData(
      trpc.pack.get.queryOptions({ projectId, digest }, { staleTime: Number.POSITIVE_INFINITY }),
    );
  return { ...packActions(deps, load), ...orderActions(deps), ...textActions(deps) };
}

/** See useLayerActions. */
export type LayerActions = ReturnType<typeof useLayerActions>;

const layerOf = (store: DraftStore, id: string) =>
  store.state.layers.find((layer) => layer.id === id);
const nameOf = (store: DraftStore, id: string) => layerOf(store, id)?.name ?? "";

function packActions(
  { store, packs, select, announce, focus }: ActionDeps,
  load: (digest: string) => Promise<Pack>,
) {
  return {
    async add(digest: string) {
      const pack = await load(digest);
      const id = newId("layer");
      store.edit({ label: `Add ${pack.name}` }, (layers) => addLayer(layers, pack, id));
      select(id);
      focus(id);
      announce(`${pack.displayName} added.`);
    },
    /** Puts whole layers in place of what there is, such as those of the sample. */
    fill(layers: ProfileLayer[]) {
      store.edit({ label: "Use the sample stack" }, () => layers);
    },
    async replace(id: string, digest: string) {
      const pack = await load(digest);
      const before = layerOf(store, id);
      if (!before || before.pack.digest === digest) return;
      const old = packs.get(before.pack.digest);
      const { layers, carried } = replacePack(store.state.layers, id, pack, old);
      const entry = store.edit({ label: `Replace ${before.name}` }, () => layers);
      announce(`${before.name} now uses ${pack.name} ${pack.version}.`);
      const undo = () => {
        if (store.isNewest(entry)) store.undo();
        else store.edit({ label: `Restore ${before.name}` }, (now) => patchLayer(now, id, before));
        announce(`${before.name} uses ${before.pack.name} ${before.pack.version} again.`);
      };
      toast(`${before.name}: ${pack.name} ${pack.version}`, {
        description: carriedWords(carried),
        action: { label: "Undo", onClick: undo },
      });
    },
  };
}

/** What became of the values when a layer got another pack. */
function carriedWords(carried: CarriedValues | null): string {
  if (!carried || carried.carried.length === 0) return "The pack's default values are in use.";
  const [first, ...more] = carried.conflicts;
  if (first === undefined) return "Your changes were carried over to the new version's values.";
  const others = more.length > 0 ? ` and ${more.length} more` : "";
  return `Your changes were carried over. The new version has other defaults for ${first}${others}; your values are kept. Compare them under Changes.`;
}

function orderActions({ store, packs, select, announce, focus }: ActionDeps) {
  const moved = (next: ProfileLayer[], id: string) => {
    const addons = next.filter((layer) => layer.kind === "addon");
    const at = addons.findIndex((layer) => layer.id === id) + 1;
    const name = nameOf(store, id);
    store.edit({ label: `Move ${name}` }, () => next);
    announce(`${name} is now add-on ${at} of ${addons.length}, counted from the bottom.`);
  };
  return {
    remove(id: string) {
      const { layers, removed } = removeLayer(store.state.layers, id);
      if (!removed) return;
      const { name } = removed.layer;
      const entry = store.edit({ label: `Remove ${name}` }, () => layers);
      select(null);
      announce(`${name} removed.`);
      const undo = () => {
        if (store.isNewest(entry)) store.undo();
        else if (!layerOf(store, id)) {
          store.edit({ label: `Restore ${name}` }, (now) =>
            insertLayer(now, removed.layer, removed.index),
          );
        }
        select(id);
        focus(id);
        announce(`${name} restored.`);
      };
      toast(`${name} removed`, { action: { label: "Undo", onClick: undo } });
    },
    duplicate(id: string) {
      const copy = newId("layer");
      const digest = layerOf(store, id)?.pack.digest ?? "";
      const charts = (packs.get(digest)?.charts ?? []).map((chart) => chart.name);
      const note = { label: `Duplicate ${nameOf(store, id)}` };
      store.edit(note, (layers) => duplicateLayer(layers, id, copy, charts));
      select(copy);
      focus(copy);
      announce(`${nameOf(store, id)} duplicated.`);
    },
    move(id: string, by: 1 | -1) {
      const { layers } = store.state;
      if (canMove(layers, id, by)) moved(moveLayer(layers, id, by), id);
      else announce(`${nameOf(store, id)} cannot be moved any further.`);
    },
    moveOver: (id: string, overId: string) =>
      moved(moveLayerOver(store.state.layers, id, overId), id),
  };
}

function textActions({ store }: ActionDeps) {
  return {
    /** Toggles a preset: changes values and choice of the newest layer, the values by these edits. */
    setPreset: (id: string, label: string, toggle: (layer: ProfileLayer) => PresetChange) => {
      const layer = layerOf(store, id);
      if (!layer) return;
      const { values, presets, edits } = toggle(layer);
      // The engine counts all edits in the text before: from the end they can be made one by one.
      const note = { label, at: { layerId: id }, edits: edits.toReversed() };
      store.edit(note, (layers) => patchLayer(layers, id, { values, presets }));
    },
    /** Puts right what a problem is about. */
    fix: (label: string, next: (layers: ProfileLayer[]) => ProfileLayer[]) =>
      store.edit({ label }, next),
    rename: (id: string, name: string) =>
      store.edit({ label: `Rename ${nameOf(store, id)}` }, (l) => patchLayer(l, id, { name })),
    /** Changes the list of manifests; steps of one group are one step of the history. */
    setManifests: (
      id: string,
      note: { label: string; group?: string },
      next: (manifests: AttachedManifest[]) => AttachedManifest[],
    ) =>
      store.edit(note, (layers) => {
        const layer = layers.find((one) => one.id === id);
        return layer ? patchLayer(layers, id, { manifests: next(layer.manifests) }) : layers;
      }),
  };
}
