"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";
import { currentQuery } from "@/components/ui/written-query";

/** Writes the query of the address: in place, or as a step that the browser's Back undoes. */
export type WriteQuery = (query: string, how?: "replace" | "push") => void;

/**
 * The query of the address without its "?", and how to change it without asking the server. What was
 * written counts at once, so a field bound to it loses no key, not even while another page is on the way.
 */
export function useAddressQuery(): [string, WriteQuery] {
  const seen = useSearchParams().toString();
  const pathname = usePathname();
  const [written, setWritten] = useState<readonly string[]>([]);
  const query = currentQuery(seen, written);
  if (written.length > 0 && query === seen) setWritten([]);
  const write: WriteQuery = useCallback(
    (next, how = "replace") => {
      const base = new URLSearchParams(window.location.search).toString();
      setWritten((before) => [...(before.length > 0 ? before : [base]), next]);
      const address = next ? `${pathname}?${next}` : pathname;
      if (how === "push") window.history.pushState(null, "", address);
      else window.history.replaceState(null, "", address);
    },
    [pathname, setWritten],
  );
  return [query, write];
}
