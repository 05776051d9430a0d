"use client";

import { useLinkStatus } from "next/link";
import { useEffect, useState, useSyncExternalStore, useTransition } from "react";

/** Addresses that were chosen and are not there yet, the latest last. */
const pending: { href: string }[] = [];
const listeners = new Set<() => void>();

function begin(href: string): () => void {
  const entry = { href };
  pending.push(entry);
  for (const tell of listeners) tell();
  return () => {
    pending.splice(pending.indexOf(entry), 1);
    for (const tell of listeners) tell();
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The path that was chosen last while its page is on the way, else null. */
export function usePendingPath(): string | null {
  const href = useSyncExternalStore(
    subscribe,
    () => pending.at(-1)?.href ?? null,
    () => null,
  );
  return href === null ? null : href.replace(/[?#].*$/, "");
}

/** Announces an address for as long as `active`. */
function usePendingNavigation(href: string | null, active: boolean): void {
  useEffect(() => (active && href !== null ? begin(href) : undefined), [active, href]);
}

/** Belongs to the frame, so that a dialog may close before the page that it leads to is there. */
let startInFrame: ((href: string, push: () => void) => void) | null = null;

/** Runs `push`, which leads to `href`, and shows that it is on the way. */
export function startNavigation(href: string, push: () => void): void {
  if (startInFrame) startInFrame(href, push);
  else push();
}

/** Inside a link of Next: tells the frame that its page is on the way. Draws nothing. */
export function LinkPending({ href }: { href: string }) {
  usePendingNavigation(href, useLinkStatus().pending);
  return null;
}

/** A thin line across the top while a page is on the way. */
export function NavigationLine() {
  const [pending, startTransition] = useTransition();
  const [target, setTarget] = useState<string | null>(null);
  usePendingNavigation(target, pending);
  useEffect(() => {
    startInFrame = (href, push) => {
      setTarget(href);
      startTransition(push);
    };
    return () => {
      startInFrame = null;
    };
  }, []);
  const path = usePendingPath();
  if (path === null) return null;
  return (
    <div className="pointer-events-none fixed inset-x-0 top-0 z-70 h-0.5 overflow-hidden bg-accent-soft">
      <progress aria-label="Loading the page" className="sr-only" />
      <div className="absolute inset-y-0 w-2/5 animate-indeterminate bg-accent motion-reduce:w-full" />
    </div>
  );
}
