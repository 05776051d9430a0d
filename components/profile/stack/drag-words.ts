import type { Announcements, ScreenReaderInstructions } from "@dnd-kit/core";

/** What a screen reader says while a layer is moved. */
export function dragAnnouncements(nameOf: (id: string) => string): Announcements {
  const name = (id: string | number) => nameOf(String(id));
  return {
    onDragStart: ({ active }) => `${name(active.id)} picked up.`,
    onDragOver: ({ active, over }) =>
      over
        ? `${name(active.id)} is over the position of ${name(over.id)}.`
        : `${name(active.id)} is not over a layer.`,
    onDragEnd: ({ active, over }) =>
      over
        ? `${name(active.id)} dropped at the position of ${name(over.id)}.`
        : `${name(active.id)} returned to its position.`,
    onDragCancel: ({ active }) => `Moving ${name(active.id)} cancelled.`,
  };
}

/** How to move a layer with the keyboard. */
export const dragInstructions: ScreenReaderInstructions = {
  draggable:
    "Press Space to pick up the layer, the arrow keys to move it, Space again to drop it, or Escape to cancel. You can also press Alt and an arrow key on the layer itself.",
};
