"use client";

import { useState } from "react";
import { useCan } from "@/components/access/session";
import { usePackList, usePacks } from "@/components/pack/use-packs";
import type { LayerSummary } from "@/server/domain/profile/types";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import { useContents } from "@/components/profile/summary/use-contents";
import { useAnalysis } from "./use-analysis";
import { usePicker, useSelection } from "./use-builder-view";
import { useDraft } from "./use-draft";
import { useLayerActions } from "./use-layer-actions";
import { useProblemActs } from "./use-problem-acts";
import { useUndone } from "./use-undone";

const noSummaries: LayerSummary[] = [];

/** Everything the parts of the builder share. */
export function useBuilder(version: ProfileVersionView) {
  const { projectId, cloudType } = version.profile;
  const draft = useDraft(version);
  const { store, layers } = draft;
  const mayEdit = useCan("clusterProfile.update", projectId);
  const { packs, settled } = usePacks(
    projectId,
    layers.map((layer) => layer.pack.digest),
  );
  const { byDigest: catalogue } = usePackList(projectId);
  const { layer: selectedId, tab, select, setTab } = useSelection();
  const [picker, openPicker] = usePicker(catalogue);
  const [announcement, announce] = useState("");
  const [focusedLayer, focusLayer] = useState<string | null>(null);
  const openText = useUndone({ store, select, announce });
  const analysis = useAnalysis(layers, packs, settled, version.profile);
  const contentsOf = useContents(version.id, analysis.summary?.layers ?? noSummaries, layers);
  const actions = useLayerActions(projectId, {
    store,
    packs,
    select: (id) => select(id, "values"),
    announce,
    focus: focusLayer,
  });
  const problemActs = useProblemActs({
    layers,
    catalogue,
    cloudType,
    actions,
    select,
    openPicker,
    announce,
  });
  return {
    version,
    projectId,
    readOnly: draft.base.state === "published" || !mayEdit,
    mayEdit,
    draft,
    layers,
    packs,
    packsSettled: settled,
    catalogue,
    ...analysis,
    contentsOf,
    selected: layers.find((layer) => layer.id === selectedId) ?? null,
    tab,
    select,
    setTab,
    actions,
    ...problemActs,
    openText,
    picker,
    openPicker,
    announcement,
    /** The layer whose sheet takes the focus as soon as no dialog is open. */
    focusedLayer,
    focusLayer,
  };
}

/** See useBuilder. */
export type Builder = ReturnType<typeof useBuilder>;
