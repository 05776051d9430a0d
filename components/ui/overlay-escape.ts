/**
 * Escape in a search with text clears the text; only the next one closes the overlay around it. Radix
 * listens on the document first, so the search cannot stop the key itself.
 */
export function escapeClearsSearch(event: KeyboardEvent): void {
  const { target } = event;
  if (!(target instanceof HTMLInputElement)) return;
  if (target.type === "search" && target.value !== "") event.preventDefault();
}
