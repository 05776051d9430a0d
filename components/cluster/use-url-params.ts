"use client";

import { useCallback } from "react";
import type { z } from "zod";
import { useAddressQuery } from "@/components/ui/use-address-query";

/** Values to set; an empty text or undefined takes the key out of the address. */
export type UrlChange = Readonly<Record<string, string | number | undefined>>;

/**
 * What a list is narrowed to, kept in the address so that a link shows the same. The schema decides
 * what an address may say; give every key a `catch`. Changes do not ask the server again; `push`
 * makes one that the browser's Back undoes.
 */
export function useUrlParams<S extends z.ZodType>(
  schema: S,
): [z.output<S>, (change: UrlChange, how?: "replace" | "push") => void] {
  const [query, write] = useAddressQuery();
  const params = schema.parse(Object.fromEntries(new URLSearchParams(query)));
  const change = useCallback(
    (values: UrlChange, how: "replace" | "push" = "replace") => {
      const next = new URLSearchParams(window.location.search);
      for (const [key, value] of Object.entries(values)) {
        if (value === undefined || value === "") next.delete(key);
        else next.set(key, String(value));
      }
      write(next.toString(), how);
    },
    [write],
  );
  return [params, change];
}
