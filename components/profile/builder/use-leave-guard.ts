"use client";

import { useEffect, useState } from "react";

/**
 * Asks before unsaved work is left: the browser's own question for closing and reloading, ours for
 * links. The way back is not held up: the work is kept in the tab and comes back with the page.
 */
export function useLeaveGuard(active: boolean) {
  const [target, setTarget] = useState<string | null>(null);
  useEffect(() => {
    if (!active) return undefined;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const href = leavingLink(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(href);
    };
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("beforeunload", onUnload);
      document.removeEventListener("click", onClick, true);
    };
  }, [active]);
  return { target, stay: () => setTarget(null) };
}

/** The address of a plain click on a link to another page of the console, else null. */
function leavingLink(event: MouseEvent): string | null {
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!isPlain || event.defaultPrevented || !(link instanceof HTMLAnchorElement)) return null;
  if (link.target === "_blank" || link.hasAttribute("download")) return null;
  const url = new URL(link.href);
  const isHere = url.pathname === location.pathname;
  return url.origin !== location.origin || isHere ? null : url.pathname + url.search + url.hash;
}
