"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import { useSession } from "@/components/access/session";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { aboutTime, isDeferred, type AssetState } from "@/server/domain/assets";

/** Starts or pauses a program that nothing needs yet; without the right only the estimate is shown. */
export function AssetQueueActions({ asset }: { asset: AssetState }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const allowed = useSession().administersInstallation;
  const onSuccess = () => queryClient.invalidateQueries(trpc.system.pathFilter());
  const prepare = useMutation(trpc.system.prepareAsset.mutationOptions({ onSuccess }));
  const pause = useMutation(trpc.system.pauseAsset.mutationOptions({ onSuccess }));
  const { name, version, title, state, background } = asset;
  const time = aboutTime(asset.remainingMs ?? 0);
  if (!isDeferred(asset) && !background) return null;
  return (
    <>
      {time ? <span>{time}</span> : null}
      {allowed && isDeferred(asset) ? (
        <Button
          size="sm"
          icon={<Play />}
          loading={prepare.isPending}
          aria-label={`Prepare ${title} ${version} now`}
          onClick={() => prepare.mutate({ name, version })}
        >
          Prepare now
        </Button>
      ) : null}
      {allowed && state !== "paused" ? (
        <Button
          size="sm"
          variant="ghost"
          icon={<Pause />}
          loading={pause.isPending}
          aria-label={`Pause ${title} ${version}`}
          onClick={() => pause.mutate({ name, version })}
        >
          Pause
        </Button>
      ) : null}
      <MutationError error={prepare.error ?? pause.error} />
    </>
  );
}
