"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { startNavigation } from "@/components/ui/pending-navigation";

/** Asks whether to go to the address. One page is open at a time, so one question is enough. */
let ask: ((href: string) => void) | null = null;

/** Goes to another page, as a link does: a page with unsaved work asks first. */
export function useGo(): (href: string) => void {
  const router = useRouter();
  return (href) => {
    if (ask && leadsAway(new URL(href, location.href))) ask(href);
    else startNavigation(href, () => router.push(href));
  };
}

/**
 * Asks before unsaved work is left: the browser's own question for closing and reloading, ours for
 * links and useGo. The way back is not held up: the work is kept in the tab and comes back with the page.
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
    ask = setTarget;
    window.addEventListener("beforeunload", onUnload);
    document.addEventListener("click", onClick, true);
    return () => {
      ask = null;
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
  return leadsAway(url) ? url.pathname + url.search + url.hash : null;
}

/** True for another page of the console; a foreign address is the browser's own question. */
function leadsAway(url: URL): boolean {
  return url.origin === location.origin && url.pathname !== location.pathname;
}
