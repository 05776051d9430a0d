"use client";

import { useSyncExternalStore } from "react";

/** One clock per page: every Time and Duration on it ticks together. */
const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const tell of listeners) tell();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    now = 0;
  };
}

function snapshot(): number {
  if (now === 0) now = Date.now();
  return now;
}

/** The browser's time to the second; undefined on the server and during hydration. */
export function useNow(): number | undefined {
  return useSyncExternalStore<number | undefined>(subscribe, snapshot, () => undefined);
}
