"use client";

import { createContext, useContext, useSyncExternalStore, type ReactNode } from "react";

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

const ServerNow = createContext<number | undefined>(undefined);

/** Gives the time at which the server drew the page: its texts and those of the first paint are the same. */
export function ServerClock({ now: drawnAt, children }: { now: number; children: ReactNode }) {
  return <ServerNow.Provider value={drawnAt}>{children}</ServerNow.Provider>;
}

/**
 * The browser's time to the second. On the server and during hydration the server's; undefined where no
 * ServerClock stands above.
 */
export function useNow(): number | undefined {
  const drawnAt = useContext(ServerNow);
  return useSyncExternalStore<number | undefined>(subscribe, snapshot, () => drawnAt);
}
