import { useSyncExternalStore } from "react";

const never = () => () => {};

/**
 * False until the page's code runs. A form that waits for it cannot be sent by the browser itself, which
 * would put what was typed into the address.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
