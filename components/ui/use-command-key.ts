import { useSyncExternalStore } from "react";

const never = () => () => {};

/** The key that starts a shortcut on this computer: ⌘ on Apple's, else Ctrl. The server says Ctrl. */
export function useCommandKey(): "⌘" | "Ctrl" {
  return useSyncExternalStore(
    never,
    () => commandKeyOf(navigator.platform),
    () => "Ctrl",
  );
}

/** The same for a platform as browsers name it, e.g. "MacIntel", "iPhone", "Linux x86_64", "Win32". */
export function commandKeyOf(platform: string): "⌘" | "Ctrl" {
  return /^(Mac|iP(hone|ad|od))/.test(platform) ? "⌘" : "Ctrl";
}
