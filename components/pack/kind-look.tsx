import { Disc3, HardDrive, Network, Puzzle, ShipWheel, type LucideIcon } from "lucide-react";
import type { CSSProperties } from "react";
import { cn } from "@/components/ui/cn";
import { type LayerKind, layerKindTitles } from "@/server/domain/pack/types";

const icons: Record<LayerKind, LucideIcon> = {
  os: Disc3,
  k8s: ShipWheel,
  cni: Network,
  csi: HardDrive,
  addon: Puzzle,
};

/** The hue of a kind of layer as a CSS variable `--hue` for what is drawn inside. */
export function hueOf(kind: LayerKind): CSSProperties {
  return { "--hue": `var(--layer-${kind})` } as CSSProperties;
}

/** The sign of a kind of layer in its hue. */
export function KindIcon({ kind, className }: { kind: LayerKind; className?: string }) {
  const Icon = icons[kind];
  return (
    <Icon
      aria-hidden="true"
      style={hueOf(kind)}
      className={cn("size-4 shrink-0 text-(--hue)", className)}
    />
  );
}

/** Sign and name of a kind of layer. */
export function KindLabel({ kind, className }: { kind: LayerKind; className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-1.5 text-xs text-ink-muted", className)}>
      <KindIcon kind={kind} className="size-3.5" />
      {layerKindTitles[kind]}
    </span>
  );
}
