import type { StatusTone } from "@/components/ui/status";
import type { LayerStatus } from "@/server/domain/agent/layer-status";
import type { ClusterDetail } from "@/server/domain/cluster/views";

type ProfileLayerView = ClusterDetail["layers"][number];

/** A layer of the profile with what became of it. */
export interface LayerLine {
  id: string;
  name: string;
  kind: ProfileLayerView["kind"] | null;
  pack: string;
  version: string;
  status: LayerStatus | null;
}

/** The profile's layers in their order, then what the cluster still has of an earlier version. */
export function layerLines(
  layers: readonly ProfileLayerView[],
  reported: readonly LayerStatus[],
): LayerLine[] {
  const own = layers.map((layer): LayerLine => {
    const status = reported.find((s) => s.layerId === layer.id) ?? null;
    return {
      id: layer.id,
      name: layer.name,
      kind: layer.kind,
      pack: layer.packName,
      version: layer.version,
      status,
    };
  });
  const known = new Set(layers.map((layer) => layer.id));
  const leftovers = reported.filter((status) => !known.has(status.layerId));
  return [
    ...own,
    ...leftovers.map((status): LayerLine => {
      const { layerId: id, name, version } = status;
      return { id, name, kind: null, pack: "", version, status };
    }),
  ];
}

/** How a layer's state is shown. A layer nobody has reported on yet waits for the agent. */
export function layerLook({ status }: LayerLine): { tone: StatusTone; label: string } {
  if (!status) return { tone: "unknown", label: "Not reported" };
  const tones = {
    Waiting: "idle",
    Installing: "progress",
    Installed: "progress",
    Ready: "ok",
    Error: "danger",
    Removing: "progress",
  } as const;
  return { tone: tones[status.state], label: status.state };
}

/** "7 of 9 ready" for the tab's head. */
export function layersSummary(lines: readonly LayerLine[]): string {
  const ready = lines.filter((line) => line.status?.state === "Ready").length;
  const failed = lines.filter((line) => line.status?.state === "Error").length;
  return `${ready} of ${lines.length} ready${failed > 0 ? `, ${failed} failed` : ""}`;
}
