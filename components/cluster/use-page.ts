"use client";

import { useState } from "react";

/** So many rows are drawn at once; a browser stays quick with them. */
const pageSize = 100;

/** One page of a long list, for Pagination. */
export function usePage<T>(items: readonly T[]) {
  const [wanted, setPage] = useState(1);
  const last = Math.max(1, Math.ceil(items.length / pageSize));
  const page = Math.min(wanted, last);
  const shown = items.slice((page - 1) * pageSize, page * pageSize);
  return [{ page, pageSize, total: items.length }, shown, setPage] as const;
}
