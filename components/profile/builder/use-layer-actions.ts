"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { toast } from "@/components/ui/toast";
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
import type { AttachedManifest, ChosenPreset, ProfileLayer } from "@/server/domain/profile/types";
import type { Draft } from "./use-draft";

interface ActionDeps {
  draft: Draft;
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

function packActions(
  { draft, packs, select, announce, focus }: ActionDeps,
  load: (digest: string) => Promise<Pack>,
) {
  return {
    async add(digest: string) {
      const pack = await load(digest);
      const id = newId("layer");
      draft.change((layers) => addLayer(layers, pack, id));
      select(id);
      focus(id);
      announce(`${pack.displayName} added.`);
    },
    async replace(id: string, digest: string) {
      const pack = await load(digest);
      const before = draft.layers.find((layer) => layer.id === id);
      if (!before || before.pack.digest === digest) return;
      const defaults = packs.get(before.pack.digest)?.values;
      const { layers, keptValues } = replacePack(draft.layers, id, pack, defaults);
      draft.change(() => layers);
      announce(`${before.name} now uses ${pack.name} ${pack.version}.`);
      toast(`${before.name}: ${pack.name} ${pack.version}`, {
        description: keptValues
          ? "Your values were kept. Compare them with the pack's defaults under Changes."
          : "The pack's default values are in use.",
        action: {
          label: "Undo",
          onClick: () => {
            draft.change((now) => patchLayer(now, id, before));
            announce(`${before.name} uses ${before.pack.name} ${before.pack.version} again.`);
          },
        },
      });
    },
  };
}

function orderActions({ draft, packs, select, announce, focus }: ActionDeps) {
  const nameOf = (id: string) => draft.layers.find((layer) => layer.id === id)?.name ?? "";
  const moved = (next: ProfileLayer[], id: string) => {
    const addons = next.filter((layer) => layer.kind === "addon");
    const at = addons.findIndex((layer) => layer.id === id) + 1;
    draft.change(() => next);
    announce(`${nameOf(id)} is now add-on ${at} of ${addons.length}, counted from the bottom.`);
  };
  return {
    remove(id: string) {
      const { layers, removed } = removeLayer(draft.layers, id);
      if (!removed) return;
      draft.change(() => layers);
      select(null);
      announce(`${removed.layer.name} removed.`);
      const undo = () => {
        draft.change((now) => insertLayer(now, removed.layer, removed.index));
        select(removed.layer.id);
        focus(removed.layer.id);
        announce(`${removed.layer.name} restored.`);
      };
      toast(`${removed.layer.name} removed`, { action: { label: "Undo", onClick: undo } });
    },
    duplicate(id: string) {
      const copy = newId("layer");
      const digest = draft.layers.find((layer) => layer.id === id)?.pack.digest ?? "";
      const charts = (packs.get(digest)?.charts ?? []).map((chart) => chart.name);
      draft.change((layers) => duplicateLayer(layers, id, copy, charts));
      select(copy);
      focus(copy);
      announce(`${nameOf(id)} duplicated.`);
    },
    move(id: string, by: 1 | -1) {
      if (canMove(draft.layers, id, by)) moved(moveLayer(draft.layers, id, by), id);
      else announce(`${nameOf(id)} cannot be moved any further.`);
    },
    moveOver: (id: string, overId: string) => moved(moveLayerOver(draft.layers, id, overId), id),
  };
}

function textActions({ draft }: ActionDeps) {
  return {
    setValues: (id: string, values: string) => draft.change((l) => patchLayer(l, id, { values })),
    setPresets: (id: string, values: string, presets: ChosenPreset[]) =>
      draft.change((l) => patchLayer(l, id, { values, presets })),
    rename: (id: string, name: string) => draft.change((l) => patchLayer(l, id, { name })),
    setManifests: (id: string, manifests: AttachedManifest[]) =>
      draft.change((l) => patchLayer(l, id, { manifests })),
  };
}
