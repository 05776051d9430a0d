"use client";

import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Builder } from "@/components/profile/builder/use-builder";
import { addableKinds } from "@/components/profile/model/layers";
import type { LayerKind } from "@/server/domain/pack/types";
import type { ProfileLayer } from "@/server/domain/profile/types";

/** One place of the stack, from top to bottom: a sheet by its layer's id, or an empty slot by its kind. */
export interface StackPlace {
  key: string;
  kind: LayerKind;
  layer: ProfileLayer | null;
}

/** Roving focus over the stack and the acts by keyboard. */
export function useStackKeys(builder: Builder, places: readonly StackPlace[]) {
  const [current, setCurrent] = useState<string | null>(null);
  const buttons = useRef(new Map<string, HTMLButtonElement>());
  const here = places.find((place) => place.key === current) ?? places[0];
  const { focusedLayer, focusLayer, picker } = builder;
  useEffect(() => {
    // While the picker is open it keeps the focus to itself.
    if (focusedLayer === null || picker !== null) return;
    buttons.current.get(focusedLayer)?.focus();
    focusLayer(null);
  }, [focusedLayer, focusLayer, picker]);
  const focusAt = (index: number) => {
    const place = places[Math.max(0, Math.min(index, places.length - 1))];
    if (place) buttons.current.get(place.key)?.focus();
  };

  const onKeyDown = (event: KeyboardEvent, place: StackPlace) => {
    const index = places.findIndex(({ key }) => key === place.key);
    const edits = !builder.readOnly && editByKey(builder, place, event);
    if (edits) {
      event.preventDefault();
      // What stands there afterwards takes the focus: the empty slot, else the row below.
      const below = places[index + 1] ?? places[index - 1];
      const next = place.kind === "addon" ? below?.key : `slot-${place.kind}`;
      if (edits === "removed" && next) {
        requestAnimationFrame(() => buttons.current.get(next)?.focus());
      }
      return;
    }
    const step = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: places.length - 1 };
    if (event.altKey || !(event.key in step)) return;
    event.preventDefault();
    focusAt(step[event.key as keyof typeof step]);
  };
  return {
    propsOf: (place: StackPlace) => ({
      focusable: place.key === here?.key,
      onFocus: () => setCurrent(place.key),
      onKeyDown: (event: KeyboardEvent) => onKeyDown(event, place),
      buttonRef: (element: HTMLButtonElement | null) => {
        if (element) buttons.current.set(place.key, element);
        else buttons.current.delete(place.key);
      },
    }),
  };
}

/** Runs the act of a key at a place; false when the key means nothing there. */
function editByKey(
  builder: Builder,
  { layer, kind }: StackPlace,
  event: KeyboardEvent,
): "done" | "removed" | false {
  const { actions, openPicker } = builder;
  if (event.ctrlKey || event.metaKey) return false;
  if (event.key.toLowerCase() === "a" && !event.altKey) {
    const wanted = layer ? kindToAdd(builder) : kind;
    if (wanted) openPicker({ kind: wanted });
    return "done";
  }
  if (!layer) return false;
  if (event.altKey) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return false;
    actions.move(layer.id, event.key === "ArrowUp" ? 1 : -1);
    return "done";
  }
  switch (event.key.toLowerCase()) {
    case "delete":
    case "backspace":
      actions.remove(layer.id);
      return "removed";
    case "d":
      if (layer.kind === "addon") actions.duplicate(layer.id);
      return "done";
    case "r":
      openPicker({ kind: layer.kind, replaceId: layer.id });
      return "done";
    default:
      return false;
  }
}

/** An add-on where the profile takes any, else the first place that is empty. */
function kindToAdd({ layers, version }: Builder): LayerKind | undefined {
  const kinds = addableKinds(layers, version.profile.type);
  return kinds.find((kind) => kind === "addon") ?? kinds[0];
}

/** Puts the focus on the sheet it was on last; for Esc in the inspector. */
export function focusStack(): void {
  const place = document.querySelector<HTMLElement>('[data-stack-place][tabindex="0"]');
  place?.focus();
}
