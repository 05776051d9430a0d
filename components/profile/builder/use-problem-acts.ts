"use client";

import { useState } from "react";
import type { RevealTarget } from "@/components/editor/yaml-editor";
import type { InspectorTab } from "@/components/profile/model/builder-url";
import { focusProblems } from "@/components/profile/summary/focus-problems";
import type { PackSummary } from "@/server/domain/pack/types";
import { applyFix, fixLabel, packForFix } from "@/server/domain/profile/fixes";
import type { ProfileFix, ProfileLayer, ProfileProblem } from "@/server/domain/profile/types";
import type { PickerRequest } from "./use-builder-view";
import type { LayerActions } from "./use-layer-actions";

/** Where a problem is: in which text of which layer. */
export interface Reveal extends RevealTarget {
  layerId: string;
  /** Name of a manifest; missing: the values. */
  manifest?: string;
}

/** What is shown below the inspector. */
export interface DockView {
  pane: "problems" | "summary";
  open: boolean;
}

interface ProblemDeps {
  layers: readonly ProfileLayer[];
  catalogue: ReadonlyMap<string, PackSummary>;
  cloudType: string;
  actions: LayerActions;
  select: (id: string, tab?: InspectorTab) => void;
  openPicker: (request: PickerRequest) => void;
  announce: (text: string) => void;
}

/** The way from a problem to its place, and out of it. */
export function useProblemActs(deps: ProblemDeps) {
  const { layers, select, openPicker } = deps;
  const [reveal, setReveal] = useState<Reveal | null>(null);
  const [dock, setDock] = useState<DockView>({ pane: "summary", open: true });
  const catalogue = [...deps.catalogue.values()];
  const context = { layers, catalogue, cloudType: deps.cloudType };
  return {
    reveal,
    dock,
    setDock,
    /** Opens the list of problems, and puts the focus on the first. */
    showProblems() {
      setDock({ pane: "problems", open: true });
      requestAnimationFrame(focusProblems);
    },
    showProblem({ layerId, kind, wholeLayer, manifest, line, column, message }: ProfileProblem) {
      if (layerId === null) {
        if (kind) openPicker({ kind });
      } else if (wholeLayer) {
        select(layerId);
        setReveal(null);
      } else {
        select(layerId, manifest === undefined ? "values" : "manifests");
        setReveal({ layerId, manifest, line, column, message });
      }
    },
    /** What the button of a fix says; null where the fix cannot be made. */
    labelOf: (fix: ProfileFix) => fixLabel(fix, context),
    makeFix: (fix: ProfileFix) => makeFix(fix, deps, packForFix(fix, context)),
  };
}

/** One edit, or the picker where a person has to choose. */
function makeFix(fix: ProfileFix, deps: ProblemDeps, pack: PackSummary | null): void {
  const { actions, openPicker, announce } = deps;
  switch (fix.action) {
    case "choose-pack":
      openPicker({ kind: fix.kind, replaceId: fix.layerId ?? undefined, search: fix.search });
      return;
    case "add-pack":
      if (pack) void actions.add(pack.digest);
      return;
    case "use-version":
      if (pack) void actions.replace(fix.layerId, pack.digest);
      return;
    default:
      actions.fix("Fix a problem", (layers) => applyFix(layers, fix));
      announce("Fixed.");
  }
}
