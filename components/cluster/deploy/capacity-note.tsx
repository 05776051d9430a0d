"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { Callout } from "@/components/ui/callout";
import { Progress } from "@/components/ui/progress";
import { poolsSchema } from "@/server/domain/cluster/types";
import { formatMiB } from "@/server/domain/text/memory";
import type { PoolValues } from "./deploy-values";

/** Asks whether this machine can hold the pools; undefined while nobody knows. */
export function useCapacity(projectId: string, pools: readonly PoolValues[]) {
  const trpc = useTRPC();
  // Labels and taints weigh nothing: a slip in one of them must not hide the estimate.
  const sizes = pools.map(({ name, role, size }) => ({ name, role, size }));
  const valid = poolsSchema.safeParse(sizes).success;
  const query = useQuery({
    ...trpc.cluster.estimate.queryOptions({ projectId, pools: sizes }),
    enabled: valid,
    placeholderData: keepPreviousData,
    // Free memory moves with everything else that runs here.
    staleTime: 2_000,
    refetchInterval: 15_000,
  });
  return valid ? query.data : undefined;
}

/** The estimate with its numbers; red when it does not fit. */
export function CapacityNote({ capacity }: { capacity: ReturnType<typeof useCapacity> }) {
  if (!capacity) return null;
  const { fits, neededMiB, freeMiB, message } = capacity;
  const share = freeMiB > 0 ? Math.round((neededMiB * 100) / freeMiB) : 100;
  return (
    <div aria-live="polite">
      <Callout
        tone={fits ? "info" : "danger"}
        title={fits ? "Fits on this machine" : "Does not fit on this machine"}
      >
        <p>{message}</p>
        <Progress
          className="mt-2"
          label={`${formatMiB(neededMiB)} of ${formatMiB(freeMiB)} of free memory`}
          value={share}
          tone={fits ? (share > 80 ? "warn" : "accent") : "danger"}
        />
      </Callout>
    </div>
  );
}
