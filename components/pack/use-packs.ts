"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { apiErrorOf } from "@/components/trpc/api-error";
import { useTRPC } from "@/components/trpc/provider";
import type { Pack, PackSummary } from "@/server/domain/pack/types";

/** Content never changes under its digest. */
const forever = { staleTime: Number.POSITIVE_INFINITY } as const;

/** Every pack of the project's registries, by digest. */
export function usePackList(projectId: string) {
  const trpc = useTRPC();
  const query = useQuery(trpc.pack.list.queryOptions({ projectId }));
  const byDigest = useMemo(
    () => new Map((query.data ?? []).map((pack): [string, PackSummary] => [pack.digest, pack])),
    [query.data],
  );
  return { query, byDigest };
}

/** One whole pack; nothing is asked without a digest. */
export function usePack(projectId: string, digest: string | undefined) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.pack.get.queryOptions({ projectId, digest: digest ?? "" }, forever),
    enabled: digest !== undefined,
  });
}

/** Whole packs by digest; `settled` once each has come or is known to be nowhere. */
export function usePacks(projectId: string, digests: readonly string[]) {
  const trpc = useTRPC();
  const wanted = [...new Set(digests)];
  return useQueries({
    queries: wanted.map((digest) => trpc.pack.get.queryOptions({ projectId, digest }, forever)),
    combine: byDigest,
  });
}

/** Outside the hook, so that an unchanged answer stays the same Map. */
function byDigest(results: readonly { data: Pack | undefined; error: unknown }[]) {
  const found = results.flatMap(({ data }): [string, Pack][] =>
    data ? [[data.digest, data]] : [],
  );
  const settled = results.every(
    ({ data, error }) => data !== undefined || apiErrorOf(error).code === "NOT_FOUND",
  );
  return { packs: new Map(found), settled };
}
