"use client";

import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { useLive } from "@/components/trpc/use-live";
import { StatusDot } from "@/components/ui/status";
import { Tooltip } from "@/components/ui/tooltip";

/** How long a stream may be away before anybody is bothered: a reconnect takes about a second. */
const patienceMs = 4_000;

/** When the stream of changes was lost; null while it is there. */
const LostSince = createContext<Date | null>(null);

/** True when what the page shows may be old: states turn grey then, never green. */
export function useStale(): boolean {
  return useContext(LostSince) !== null;
}

/** Holds the tab's one stream of changes. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const live = useLive();
  const [lostSince, setLostSince] = useState<Date | null>(null);
  useEffect(() => {
    if (live) return;
    const since = new Date();
    const timer = setTimeout(() => setLostSince(since), patienceMs);
    return () => {
      clearTimeout(timer);
      setLostSince(null);
    };
  }, [live]);
  return <LostSince.Provider value={lostSince}>{children}</LostSince.Provider>;
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** Across the page's top while changes do not arrive. */
export function LiveBanner() {
  const lostSince = useContext(LostSince);
  if (!lostSince) return null;
  return (
    <div role="alert" className="border-b bg-warn-soft px-4 py-1.5 text-sm text-warn-text">
      Live updates are lost; this page is as of {clock.format(lostSince)}. It connects again by
      itself.
    </div>
  );
}

/** The small mark in the top bar. */
export function LiveMark() {
  const lostSince = useContext(LostSince);
  const text = lostSince
    ? "No live updates: the console does not answer"
    : "Live: changes show by themselves";
  return (
    <Tooltip content={text} side="bottom">
      <span className="mx-1 hidden items-center gap-1.5 text-xs text-ink-muted sm:inline-flex">
        <StatusDot tone={lostSince ? "warn" : "ok"} className="size-2" />
        {lostSince ? "Offline" : "Live"}
      </span>
    </Tooltip>
  );
}
