"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import {
  type BuilderView,
  type InspectorTab,
  readBuilderView,
  writeBuilderView,
} from "@/components/profile/model/builder-url";
import type { LayerKind, PackSummary } from "@/server/domain/pack/types";

/** What the pack picker was opened for. */
export interface PickerRequest {
  kind: LayerKind;
  /** The pack to begin at. */
  at?: string;
  /** The layer whose pack is to be replaced. */
  replaceId?: string;
  /** What is searched for at first. */
  search?: string;
}

/** Which layer and which part of it is shown, and the way to another. */
export function useSelection() {
  const [view, setView] = useBuilderView();
  const select = (id: string | null, tab: InspectorTab = view.tab) =>
    setView({ layer: id, tab: id === null ? "values" : tab });
  return { ...view, select, setTab: (tab: InspectorTab) => setView({ ...view, tab }) };
}

/** The picker, opened at once when the address names a pack to add (`?add=`). */
export function usePicker(catalogue: ReadonlyMap<string, PackSummary>) {
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
