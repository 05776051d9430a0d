import { cn } from "@/components/ui/cn";
import { layerKindTitles, type LayerKind } from "@/server/domain/pack/types";
import type { ProfileLayer } from "@/server/domain/profile/types";

const ground: Record<LayerKind, string> = {
  os: "border-l-layer-os",
  k8s: "border-l-layer-k8s",
  cni: "border-l-layer-cni",
  csi: "border-l-layer-csi",
  addon: "border-l-layer-addon",
};

/** A profile's layers as a stack: the operating system at the bottom, add-ons on top. */
export function StackPreview({ layers }: { layers: readonly ProfileLayer[] }) {
  return (
    <ol aria-label="Stack, the top layer first" className="flex flex-col gap-1">
      {layers.toReversed().map((layer) => (
        <li
          key={layer.id}
          className={cn(
            "flex items-center gap-3 rounded-sm border border-l-4 bg-surface px-3 py-1.5",
            ground[layer.kind],
          )}
        >
          <span className="min-w-0 flex-1 truncate text-sm font-medium">{layer.name}</span>
          <span className="text-xs text-ink-muted max-sm:hidden">
            {layerKindTitles[layer.kind]}
          </span>
          <span className="font-mono text-xs text-ink-muted">{layer.pack.version}</span>
        </li>
      ))}
    </ol>
  );
}
