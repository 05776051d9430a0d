"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";

/** The layers of another version; nothing is asked without an id. */
export function useVersionLayers(versionId: string | undefined) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.profile.version.queryOptions({ versionId: versionId ?? "" }),
    enabled: versionId !== undefined,
    select: (view) => view.layers,
  });
}
