import { cn } from "@/components/ui/cn";
import { type LayerKind, layerKindTitles } from "@/server/domain/pack/types";
import { KindIcon } from "./kind-look";

/** Switches between the kinds of layer that can be chosen; nothing is drawn for a single one. */
export function PickerFilters({
  kinds,
  kind,
  onKind,
}: {
  kinds: readonly LayerKind[];
  kind: LayerKind;
  onKind: (kind: LayerKind) => void;
}) {
  if (kinds.length < 2) return null;
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Kind of layer</legend>
      {kinds.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === kind}
          onClick={() => onKind(one)}
          className={cn(
            "inline-flex h-7 items-center gap-1.5 rounded-md border px-2 text-xs font-medium text-ink-muted hover:bg-hover pointer-coarse:h-9",
            one === kind && "border-accent bg-accent-soft text-accent-text",
          )}
        >
          <KindIcon kind={one} className="size-3.5" />
          {layerKindTitles[one]}
        </button>
      ))}
    </fieldset>
  );
}
