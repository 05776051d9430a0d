import { useRef } from "react";

/**
 * Gives the focus back to where it was when an overlay opened. Radix knows only the overlay's own
 * trigger; one that is opened by state would leave people who use the keyboard at the page's top.
 */
export function useReturnFocus() {
  const before = useRef<Element>(null);
  return {
    onOpenAutoFocus: () => {
      before.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      const element = before.current;
      if (!(element instanceof HTMLElement) || !element.isConnected) return;
      if (element === document.body) return;
      // Whoever closed the overlay has sent the focus elsewhere already.
      if (document.activeElement !== document.body && document.activeElement !== null) {
        event.preventDefault();
        return;
      }
      event.preventDefault();
      element.focus();
    },
  };
}
