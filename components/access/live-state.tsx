"use client";

import { useOffline } from "next/offline";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { useLive } from "@/components/trpc/use-live";
import { StatusDot } from "@/components/ui/status";
import { Tooltip } from "@/components/ui/tooltip";

/** How long a stream may be away before anybody is bothered: a reconnect takes about a second. */
const patienceMs = 3_000;

/** Since when the console cannot be reached; null while it can. */
const LostSince = createContext<Date | null>(null);

/** True when what the page shows may be old: states turn grey then, never green. */
export function useStale(): boolean {
  return useContext(LostSince) !== null;
}

/** Holds the tab's one stream of changes. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const live = useLive();
  // A click whose page cannot be fetched tells it at once.
  const offline = useOffline();
  const [lostSince, setLostSince] = useState<Date | null>(null);
  const lost = !live || offline;
  useEffect(() => {
    if (!lost) return;
    const since = new Date();
    const timer = setTimeout(
      () => setLostSince((before) => before ?? since),
      offline ? 0 : patienceMs,
    );
    return () => clearTimeout(timer);
  }, [lost, offline]);
  if (!lost && lostSince !== null) setLostSince(null);
  return <LostSince.Provider value={lostSince}>{children}</LostSince.Provider>;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** Across the page's top while the console cannot be reached. It goes by itself. */
export function LiveBanner() {
  const lostSince = useContext(LostSince);
  if (!lostSince) return null;
  return (
    <div role="alert" className="border-b bg-danger-soft px-4 py-1.5 text-sm text-danger-text">
      Connection lost. Trying again. This page shows the state of {clock.format(lostSince)}.
    </div>
  );
}

/** The small mark in the top bar. */
export function LiveMark() {
  const lostSince = useContext(LostSince);
  const text = lostSince ? "Connection lost. Trying again." : "Live: changes appear as they happen";
  return (
    <Tooltip content={text} side="bottom">
      <span className="mx-1 hidden items-center gap-1.5 text-xs text-ink-muted sm:inline-flex">
        <StatusDot tone={lostSince ? "danger" : "ok"} className="size-2" />
        {lostSince ? "Offline" : "Live"}
      </span>
    </Tooltip>
  );
}
