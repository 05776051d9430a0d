"use client";

import { useQueries } from "@tanstack/react-query";
import { useSession } from "@/components/access/session";
import { useTRPC } from "@/components/trpc/provider";

/** The names of all clusters this person may see, by id: processes know only the id. */
export function useClusterNames(): ReadonlyMap<string, string> {
  const trpc = useTRPC();
  const { projects } = useSession();
  return useQueries({
    queries: projects.map(({ id }) => trpc.cluster.list.queryOptions({ projectId: id })),
    combine: (results) =>
      new Map(results.flatMap(({ data }) => data ?? []).map(({ id, name }) => [id, name])),
  });
}
