"use client";

import "./stack.css";
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { Plus } from "lucide-react";
import { useId, type ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { useBuilderContext } from "@/components/profile/builder/builder-context";
import { addableKinds } from "@/components/profile/model/layers";
import { infraKinds } from "@/server/domain/pack/types";
import { dragAnnouncements, dragInstructions } from "./drag-words";
import { Sheet } from "./sheet";
import { SheetMenu } from "./sheet-menu";
import { Slot } from "./slot";
import { SortableSheet } from "./sortable-sheet";
import { useLayerFacts } from "./use-layer-facts";
import { useStackKeys, type StackPlace } from "./use-stack-keys";

/** The profile as a stack of sheets: the operating system at the bottom, add-ons on top. */
export function LayerStack() {
  const builder = useBuilderContext();
  const { layers, version, readOnly, openPicker } = builder;
  const { type } = version.profile;
  const addons = layers.filter((layer) => layer.kind === "addon").reverse();
  const places = placesOf(builder);
  const keys = useStackKeys(builder, places);
  const factsOf = useLayerFacts();
  const addable = addableKinds(layers, type);
  return (
    <section aria-label="Layer stack" className="flex min-w-0 flex-col">
      <div className="flex items-center gap-2 px-4 pt-3 pb-2">
        <h2 className="min-w-0 flex-1 text-sm font-semibold text-ink">
          Layers <span className="font-normal text-ink-faint">{layers.length}</span>
        </h2>
        {!readOnly && addable.length > 0 ? (
          <Button
            size="sm"
            icon={<Plus />}
            onClick={() => openPicker({ kind: addable[0] ?? "addon" })}
          >
            Add layer
          </Button>
        ) : null}
      </div>
      {/* Around the list: what it says aloud is no item of it. */}
      <Sortable ids={addons.map((layer) => layer.id)}>
        <ol className="flex list-none flex-col px-4 pb-3 pl-5">
          {readOnly || type === "infra" ? null : (
            <li className="mb-1 list-none">
              <Slot
                kind="addon"
                readOnly={false}
                onChoose={() => openPicker({ kind: "addon" })}
                {...keys.propsOf(places[0] ?? topSlot)}
              />
            </li>
          )}
          {addons.map((layer) => (
            <StackSheet
              key={layer.id}
              place={{ key: layer.id, kind: "addon", layer }}
              keys={keys}
              factsOf={factsOf}
            />
          ))}
          {places
            .filter(({ kind }) => kind !== "addon")
            .map((place) => (
              <StackSheet key={place.key} place={place} keys={keys} factsOf={factsOf} />
            ))}
          <li aria-hidden="true" className="stack-ground list-none" />
        </ol>
      </Sortable>
    </section>
  );
}

const topSlot: StackPlace = { key: "slot-addon", kind: "addon", layer: null };

/** Every place from top to bottom, empty slots too. */
function placesOf({
  layers,
  version,
  readOnly,
}: ReturnType<typeof useBuilderContext>): StackPlace[] {
  const { type } = version.profile;
  const addons = layers.filter((layer) => layer.kind === "addon").reverse();
  const infra = [...infraKinds].reverse().flatMap((kind): StackPlace[] => {
    const found = layers.filter((layer) => layer.kind === kind);
    if (found.length > 0) return found.map((layer) => ({ key: layer.id, kind, layer }));
    return type === "add-on" ? [] : [{ key: `slot-${kind}`, kind, layer: null }];
  });
  return [
    ...(readOnly || type === "infra" ? [] : [topSlot]),
    ...addons.map((layer) => ({ key: layer.id, kind: layer.kind, layer })),
    ...infra,
  ];
}

function StackSheet({
  place,
  keys,
  factsOf,
}: {
  place: StackPlace;
  keys: ReturnType<typeof useStackKeys>;
  factsOf: ReturnType<typeof useLayerFacts>;
}) {
  const { selected, select, readOnly, openPicker } = useBuilderContext();
  const { layer, kind } = place;
  const shared = keys.propsOf(place);
  if (!layer) {
    return (
      <li className="list-none">
        <Slot kind={kind} readOnly={readOnly} onChoose={() => openPicker({ kind })} {...shared} />
      </li>
    );
  }
  const props = {
    ...shared,
    layer,
    facts: factsOf(layer),
    selected: selected?.id === layer.id,
    onSelect: () => select(layer.id),
    menu: readOnly ? undefined : <SheetMenu layer={layer} focusable={shared.focusable} />,
  };
  if (layer.kind === "addon" && !readOnly) return <SortableSheet {...props} />;
  return (
    <li aria-label={layer.name} className="list-none">
      <Sheet {...props} />
    </li>
  );
}

/** Reordering by mouse, touch and keyboard among the sheets inside. */
function Sortable({ ids, children }: { ids: string[]; children: ReactNode }) {
  const { actions, layers } = useBuilderContext();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const onDragEnd = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) actions.moveOver(String(active.id), String(over.id));
  };
  const nameOf = (id: string) => layers.find((layer) => layer.id === id)?.name ?? "the layer";
  return (
    <DndContext
      id={useId()}
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={onDragEnd}
      accessibility={{
        announcements: dragAnnouncements(nameOf),
        screenReaderInstructions: dragInstructions,
      }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  );
}
