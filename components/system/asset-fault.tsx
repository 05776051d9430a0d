"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useSession } from "@/components/access/session";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import type { FailureGroup } from "@/server/domain/assets/failure-groups";

/** Why a program, or several alike, failed, what to do, and the way to try again. */
export function AssetFault({ failure }: { failure: FailureGroup }) {
  const { assets, code, text, next, what } = failure;
  const allowed = useSession().administersInstallation;
  const retry = useRetry(failure);
  return (
    <div role="alert" className="mt-2 rounded-md bg-danger-soft px-3 py-2 text-xs">
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-60">
          <p className="text-danger-text wrap-anywhere">
            {text} <code className="font-mono text-2xs">{code}</code>
          </p>
          <p className="mt-0.5 text-ink wrap-anywhere">{next}</p>
        </div>
        {allowed ? (
          <Button
            size="sm"
            icon={<RotateCw />}
            loading={retry.isPending}
            aria-label={assets.length === 1 ? `Retry ${what}` : undefined}
            onClick={() => retry.mutate()}
          >
            {assets.length === 1 ? "Retry" : `Retry all ${assets.length}`}
          </Button>
        ) : (
          <span className="text-ink-muted">An administrator of the installation can retry it.</span>
        )}
      </div>
      <MutationError error={retry.error} />
    </div>
  );
}

function useRetry({ assets }: FailureGroup) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const one = useMutation(trpc.system.retryAsset.mutationOptions());
  return useMutation({
    mutationFn: () =>
      Promise.all(assets.map(({ name, version }) => one.mutateAsync({ name, version }))),
    onSettled: () => void queryClient.invalidateQueries(trpc.system.pathFilter()),
  });
}
