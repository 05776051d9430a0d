"use client";

import { useSearchParams } from "next/navigation";
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { useCan } from "@/components/access/session";
import { usePackList, usePacks } from "@/components/pack/use-packs";
import {
  type BuilderView,
  type InspectorTab,
  readBuilderView,
  writeBuilderView,
} from "@/components/profile/model/builder-url";
import type { LayerKind, PackSummary } from "@/server/domain/pack/types";
import { summarizeProfile } from "@/server/domain/profile/summarize";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { type PackLookup, validateProfile } from "@/server/domain/profile/validate-profile";
import type { ProfileVersionView } from "@/server/domain/profile/views";
import { useDraft } from "./use-draft";
import { useLayerActions } from "./use-layer-actions";
import { useProblemActs } from "./use-problem-acts";

/** What the pack picker was opened for. */
export interface PickerRequest {
  kind: LayerKind;
  /** The pack to begin at. */
  at?: string;
  /** The layer whose pack is to be replaced. */
  replaceId?: string;
}

/** Everything the parts of the builder share. */
export function useBuilder(version: ProfileVersionView) {
  const { projectId } = version.profile;
  const draft = useDraft(version);
  const mayEdit = useCan("clusterProfile.update", projectId);
  const { packs, settled } = usePacks(
    projectId,
    draft.layers.map((layer) => layer.pack.digest),
  );
  const { byDigest: catalogue } = usePackList(projectId);
  const [view, setView] = useBuilderView();
  const [picker, setPicker] = usePicker(catalogue);
  const [announcement, setAnnouncement] = useState("");
  const [focusedLayer, focusLayer] = useState<string | null>(null);

  const analysis = useAnalysis(draft.layers, packs, settled, version.profile);
  const select = (id: string | null, tab: InspectorTab = view.tab) =>
    setView({ layer: id, tab: id === null ? "values" : tab });
  const actions = useLayerActions(projectId, {
    draft,
    packs,
    select: (id) => select(id, "values"),
    announce: setAnnouncement,
    focus: focusLayer,
  });
  const problemActs = useProblemActs({
    draft,
    catalogue,
    cloudType: version.profile.cloudType,
    actions,
    select,
    openPicker: setPicker,
    announce: setAnnouncement,
  });
  return {
    version,
    projectId,
    readOnly: draft.base.state === "published" || !mayEdit,
    mayEdit,
    draft,
    layers: draft.layers,
    packs,
    packsSettled: settled,
    catalogue,
    ...analysis,
    selected: draft.layers.find((layer) => layer.id === view.layer) ?? null,
    tab: view.tab,
    select,
    setTab: (tab: InspectorTab) => setView({ ...view, tab }),
    actions,
    ...problemActs,
    picker,
    openPicker: setPicker,
    announcement,
    /** The layer whose sheet takes the focus as soon as no dialog is open. */
    focusedLayer,
    focusLayer,
  };
}

/** See useBuilder. */
export type Builder = ReturnType<typeof useBuilder>;

/** What the engine says of the layers. Typing comes first; this may lag a frame behind. */
function useAnalysis(
  layers: readonly ProfileLayer[],
  packs: PackLookup,
  settled: boolean,
  { type, cloudType }: ProfileVersionView["profile"],
) {
  const shown = useDeferredValue(layers);
  const problems = useMemo(
    () => (settled ? validateProfile(shown, packs, { strict: true, type, cloudType }) : []),
    [shown, packs, settled, type, cloudType],
  );
  const summary = useMemo(() => summarizeProfile(shown, packs), [shown, packs]);
  const errorCount = problems.filter((problem) => problem.severity === "error").length;
  return { problems, summary, errorCount };
}

/** The picker, opened at once when the address names a pack to add (`?add=`). */
function usePicker(catalogue: ReadonlyMap<string, PackSummary>) {
  const search = useSearchParams();
  // Kept: the address loses it as soon as the view is written back.
  const [wanted] = useState(() => search.get("add"));
  const [picker, setPicker] = useState<PickerRequest | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const pack = wanted === null ? undefined : catalogue.get(wanted);
  if (pack && opened !== wanted) {
    setOpened(wanted);
    setPicker({ kind: pack.layer, at: pack.digest });
  }
  return [picker, setPicker] as const;
}

/** The view from the address, written back without a history entry or a trip to the server. */
function useBuilderView() {
  const search = useSearchParams().toString();
  const [view, setView] = useState<BuilderView>(() => readBuilderView(search));
  useEffect(() => {
    const wanted = writeBuilderView(view);
    if (wanted === window.location.search) return;
    window.history.replaceState(null, "", `${window.location.pathname}${wanted}`);
  }, [view]);
  return [view, setView] as const;
}
