"use client";

import { useMemo } from "react";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { toast } from "@/components/ui/toast";
import { isAppError } from "@/server/domain/errors/app-error";
import { listPresets, togglePreset } from "@/server/domain/profile/presets";
import type { PresetState, ProfileLayer } from "@/server/domain/profile/types";
import { parseYaml } from "@/server/domain/yaml/parse";

/** Presets of one group: one preset is a switch, several exclude each other. */
export interface PresetGroup {
  name: string;
  presets: PresetState[];
}

/** A layer's presets, and the way to change them. */
export function usePresets(layer: ProfileLayer) {
  const { packs, actions, readOnly } = useBuilderContext();
  const pack = packs.get(layer.pack.digest);
  const groups = useMemo(() => (pack ? groupPresets(listPresets(pack, layer)) : []), [pack, layer]);
  const broken = useMemo(
    () => groups.length > 0 && !parseYaml(layer.values).ok,
    [groups.length, layer.values],
  );
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

/** In the pack's own order. */
function groupPresets(presets: readonly PresetState[]): PresetGroup[] {
  const groups = new Map<string, PresetState[]>();
  for (const preset of presets) {
    groups.set(preset.group, [...(groups.get(preset.group) ?? []), preset]);
  }
  return [...groups].map(([name, list]) => ({ name, presets: list }));
}
