import type { Announcements, ScreenReaderInstructions } from "@dnd-kit/core";

/** What a screen reader says while a layer is moved. */
export function dragAnnouncements(nameOf: (id: string) => string): Announcements {
  const name = (id: string | number) => nameOf(String(id));
  return {
    onDragStart: ({ active }) => `${name(active.id)} lifted.`,
    onDragOver: ({ active, over }) =>
      over
        ? `${name(active.id)} is over the place of ${name(over.id)}.`
        : `${name(active.id)} is over no place.`,
    onDragEnd: ({ active, over }) =>
      over
        ? `${name(active.id)} put at the place of ${name(over.id)}.`
        : `${name(active.id)} put back.`,
    onDragCancel: ({ active }) => `Moving ${name(active.id)} was cancelled.`,
  };
}

/** How to move a layer with the keyboard. */
export const dragInstructions: ScreenReaderInstructions = {
  draggable:
    "Press space to lift the layer, the arrow keys to move it, space again to put it down, escape to cancel. Or press Alt with an arrow key on the layer itself.",
};
