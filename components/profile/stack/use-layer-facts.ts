"use client";

import { useMemo } from "react";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { sameLayer } from "@/components/profile/model/layers";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { countByLayer } from "./layer-problems";
import type { LayerFacts } from "./sheet";

/** What the sheets show of each layer beyond its own fields. */
export function useLayerFacts(): (layer: ProfileLayer) => LayerFacts {
  const { problems, packs, catalogue, draft, summary } = useBuilderContext();
  const counts = useMemo(() => countByLayer(problems), [problems]);
  const saved = useMemo(
    () => new Map(draft.base.layers.map((layer) => [layer.id, layer])),
    [draft.base.layers],
  );
  const priorities = new Map(summary?.layers.map((layer) => [layer.layerId, layer.priority]));
  return (layer) => {
    const pack = packs.get(layer.pack.digest);
    const summary = pack ?? catalogue.get(layer.pack.digest);
    const before = saved.get(layer.id);
    return {
      logo: summary?.logo ?? null,
      problems: counts.get(layer.id) ?? { errors: 0, warnings: 0 },
      needsInternet: summary?.availability === "needs-internet",
      simulated: summary?.simulated ?? false,
      edited: pack !== undefined && (pack.values !== layer.values || layer.manifests.length > 0),
      unsaved: !sameLayer(before, layer),
      priority: layer.kind === "addon" ? (priorities.get(layer.id) ?? null) : null,
    };
  };
}
