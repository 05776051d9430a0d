import { Plus } from "lucide-react";
import type { KeyboardEvent, Ref } from "react";
import { hueOf, KindIcon } from "@/components/pack/kind-look";
import { choosePhrases, type LayerKind, layerKindTitles } from "@/server/domain/pack/types";

/** The outline of a sheet that is not there yet. */
export function Slot({
  kind,
  readOnly,
  focusable,
  onChoose,
  onFocus,
  onKeyDown,
  buttonRef,
}: {
  kind: LayerKind;
  readOnly: boolean;
  focusable: boolean;
  onChoose: () => void;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  buttonRef: Ref<HTMLButtonElement>;
}) {
  if (readOnly) {
    return (
      <div style={hueOf(kind)} className="slot flex h-11 items-center gap-2.5 px-3 text-ink-faint">
        <KindIcon kind={kind} />
        No {layerKindTitles[kind].toLowerCase()}
      </div>
    );
  }
  return (
    <button
      type="button"
      ref={buttonRef}
      data-stack-place=""
      tabIndex={focusable ? 0 : -1}
      style={hueOf(kind)}
      onClick={onChoose}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      className="slot flex h-12 w-[calc(100%-9px)] items-center gap-2.5 px-3.5 text-left text-ink-muted hover:text-ink pointer-coarse:h-14"
    >
      <KindIcon kind={kind} className="size-5" />
      <span className="min-w-0 flex-1 truncate text-sm font-medium">{choosePhrases[kind]}</span>
      <Plus aria-hidden="true" className="size-4 text-ink-faint" />
    </button>
  );
}
