"use client";

import { useQuery } from "@tanstack/react-query";
import { isDeferred } from "@/server/domain/assets";
import { useTRPC } from "@/components/trpc/provider";

/** Assets and management plane; asked often until both are there. */
export function useReadiness(projectId: string) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.system.readiness.queryOptions({ projectId }),
    refetchInterval: ({ state: { data } }) => {
      const settled =
        data?.managementPlane.state === "ready" &&
        data.assets.every((a) => a.state === "ready" || isDeferred(a));
      return settled ? 30_000 : 2_000;
    },
  });
}
