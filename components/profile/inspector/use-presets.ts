"use client";

import { useMemo } from "react";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { toast } from "@/components/ui/toast";
import { isAppError } from "@/server/domain/errors/app-error";
import { listPresets, togglePreset } from "@/server/domain/profile/presets";
import type { Pack } from "@/server/domain/pack/types";
import { presetKeys, unmetNeeds } from "@/server/domain/profile/preset-needs";
import type { PackLookup } from "@/server/domain/profile/validate-profile";
import type { PresetState, ProfileLayer, ProfileProblem } from "@/server/domain/profile/types";

/** A preset with what one should know before choosing it. */
export interface PresetChoice extends PresetState {
  /** The keys it sets or takes out. */
  keys: string[];
  /** What it needs and the profile does not have. */
  lacks: string[];
}

/** Presets of one group: one preset is a switch, several exclude each other. */
export interface PresetGroup {
  name: string;
  presets: PresetChoice[];
}

/** A layer's presets, and the way to change them. */
export function usePresets(layer: ProfileLayer) {
  const { packs, problems, actions, readOnly, layers } = useBuilderContext();
  const pack = packs.get(layer.pack.digest);
  const groups = useMemo(
    () => (pack ? groupPresets(choicesOf(pack, layer, layers, packs)) : []),
    [pack, layer, layers, packs],
  );
  // As the check of the draft found it: reading a long text once more would cost more than the toggle.
  const broken =
    groups.length > 0 && problems.some((one) => one.layerId === layer.id && isUnreadable(one));
  const set = (preset: PresetState, on: boolean) => {
    if (!pack) return;
    try {
      const label = `${on ? "Turn on" : "Turn off"} ${preset.displayName}`;
      actions.setPreset(layer.id, label, (now) =>
        togglePreset(pack, now, preset.name, on, preset.group),
      );
    } catch (error) {
      if (!isAppError(error)) throw error;
      toast.error(error.message);
    }
  };
  return { groups, set, broken, disabled: readOnly || broken };
}

function isUnreadable({ code, severity, manifest }: ProfileProblem): boolean {
  return code === "YAML_INVALID" && severity === "error" && manifest === undefined;
}

function choicesOf(
  pack: Pack,
  layer: ProfileLayer,
  layers: readonly ProfileLayer[],
  packs: PackLookup,
): PresetChoice[] {
  const states = listPresets(pack, layer);
  return pack.presets.flatMap((preset, i) => {
    const state = states[i];
    const lacks = unmetNeeds(preset, layers, packs);
    return state ? [{ ...state, keys: presetKeys(preset), lacks }] : [];
  });
}

/** How many choices a pack offers: a group of presets is one. */
export function countChoices(presets: readonly Pick<PresetState, "group">[]): number {
  return new Set(presets.map(({ group }) => group)).size;
}

/** In the pack's own order. */
function groupPresets(presets: readonly PresetChoice[]): PresetGroup[] {
  const groups = new Map<string, PresetChoice[]>();
  for (const preset of presets) {
    groups.set(preset.group, [...(groups.get(preset.group) ?? []), preset]);
  }
  return [...groups].map(([name, list]) => ({ name, presets: list }));
}
