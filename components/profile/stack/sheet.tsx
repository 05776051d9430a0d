"use client";

import type { DraggableAttributes, DraggableSyntheticListeners } from "@dnd-kit/core";
import { GripVertical } from "lucide-react";
import type { CSSProperties, KeyboardEvent, ReactNode, Ref } from "react";
import { hueOf } from "@/components/pack/kind-look";
import { PackLogo } from "@/components/pack/pack-logo";
import { cn } from "@/components/ui/cn";
import { layerKindTitles } from "@/server/domain/pack/types";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { type ProblemCount, problemWords } from "./layer-problems";
import { SheetBadges } from "./sheet-badges";

/** What is known of a layer beyond itself. */
export interface LayerFacts {
  logo: string | null;
  problems: ProblemCount;
  needsInternet: boolean;
  simulated: boolean;
  /** Differs from the pack's own values. */
  edited: boolean;
  unsaved: boolean;
  /** When it is installed among the add-ons; null for infrastructure, whose order is fixed. */
  priority: number | null;
}

/** How a sheet is dragged; only add-ons are. */
export interface SheetDrag {
  attributes: DraggableAttributes;
  listeners: DraggableSyntheticListeners;
  setHandle: (element: HTMLElement | null) => void;
  dragging: boolean;
}

/** One layer as a sheet of the stack. */
export function Sheet({
  layer,
  facts,
  selected,
  focusable,
  onSelect,
  onFocus,
  onKeyDown,
  buttonRef,
  drag,
  menu,
}: {
  layer: ProfileLayer;
  facts: LayerFacts;
  selected: boolean;
  /** The one sheet the Tab key reaches. */
  focusable: boolean;
  onSelect: () => void;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  buttonRef: Ref<HTMLButtonElement>;
  drag?: SheetDrag;
  menu?: ReactNode;
}) {
  const { onKeyDown: lift, ...pointer } = drag?.listeners ?? {};
  const onLift = (event: KeyboardEvent) => lift?.(event);
  return (
    <div
      style={hueOf(layer.kind) as CSSProperties}
      data-selected={selected || undefined}
      data-dragging={drag?.dragging || undefined}
      className="sheet group/sheet flex h-13 items-center pointer-coarse:h-14"
      {...pointer}
    >
      {drag ? (
        <DragHandle name={layer.name} focusable={focusable} onLift={onLift} {...drag} />
      ) : (
        <span aria-hidden="true" className="w-3 shrink-0" />
      )}
      <button
        type="button"
        ref={buttonRef}
        data-stack-place=""
        tabIndex={focusable ? 0 : -1}
        aria-current={selected || undefined}
        aria-label={nameForReaders(layer, facts)}
        onClick={onSelect}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
        className="flex h-full min-w-0 flex-1 items-center gap-2.5 text-left focus-visible:-outline-offset-2"
      >
        <PackLogo logo={facts.logo} kind={layer.kind} />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <span className="truncate text-sm font-semibold text-ink">{layer.name}</span>
            {facts.unsaved ? (
              <span title="Unsaved" className="size-1.5 shrink-0 rounded-full bg-accent" />
            ) : null}
          </span>
          <span className="block truncate text-xs text-ink-muted">
            {layerKindTitles[layer.kind]}
            {" · "}
            <span className="font-mono text-2xs">{layer.pack.version}</span>
            {facts.priority === null ? null : ` · priority ${facts.priority}`}
            {layer.pack.name === layer.name ? null : ` · ${layer.pack.name}`}
          </span>
        </span>
        <SheetBadges facts={facts} />
      </button>
      <span className={cn("shrink-0 px-1", !menu && "w-2 px-0")}>{menu}</span>
    </div>
  );
}

function DragHandle({
  name,
  focusable,
  attributes,
  setHandle,
  onLift,
}: Pick<SheetDrag, "attributes" | "setHandle"> & {
  name: string;
  focusable: boolean;
  onLift: ((event: KeyboardEvent) => void) | undefined;
}) {
  return (
    <button
      type="button"
      ref={setHandle}
      aria-label={`Move ${name}`}
      {...attributes}
      tabIndex={focusable ? 0 : -1}
      onKeyDown={onLift}
      className="grid h-full w-6 shrink-0 cursor-grab place-items-center text-ink-faint hover:text-ink focus-visible:-outline-offset-2 active:cursor-grabbing pointer-coarse:w-9 pointer-coarse:touch-none"
    >
      <GripVertical className="size-3.5" />
    </button>
  );
}

/** Everything a sheet shows by signs, in words. */
function nameForReaders(layer: ProfileLayer, facts: LayerFacts): string {
  const parts = [
    layer.name,
    layerKindTitles[layer.kind],
    `${layer.pack.name} ${layer.pack.version}`,
    facts.priority === null ? "" : `priority ${facts.priority}`,
    problemWords(facts.problems),
    facts.needsInternet ? "needs internet" : "",
    facts.simulated ? "simulated" : "",
    facts.edited ? "edited" : "",
    facts.unsaved ? "unsaved" : "",
  ];
  return parts.filter((part) => part !== "").join(", ");
}
