"use client";

import { useSortable } from "@dnd-kit/sortable";
import type { ComponentProps } from "react";
import { Sheet } from "./sheet";

/** An add-on's sheet: dragged anywhere by mouse and touch, by its handle with the keyboard. */
export function SortableSheet(props: Omit<ComponentProps<typeof Sheet>, "drag">) {
  const { layer } = props;
  const {
    attributes,
    listeners,
    setNodeRef,
    setActivatorNodeRef,
    transform,
    transition,
    isDragging,
  } = useSortable({ id: layer.id, attributes: { roleDescription: "movable layer" } });
  const style = {
    transform: transform ? `translate3d(0, ${Math.round(transform.y)}px, 0)` : undefined,
    transition,
    zIndex: isDragging ? 20 : undefined,
  };
  return (
    <li aria-label={layer.name} ref={setNodeRef} style={style} className="relative list-none">
      <Sheet
        {...props}
        drag={{ attributes, listeners, setHandle: setActivatorNodeRef, dragging: isDragging }}
      />
    </li>
  );
}
