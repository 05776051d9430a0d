"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useSession } from "@/components/access/session";
import { AssetQueueActions } from "@/components/system/asset-queue-actions";
import { assetLook, sortAssets, sourceText } from "@/components/system/asset-look";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError } from "@/components/trpc/query-view";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Duration } from "@/components/ui/duration";
import { Progress } from "@/components/ui/progress";
import { StatusBadge } from "@/components/ui/status";
import { assetKey, progressPercent, type AssetState } from "@/server/domain/assets";

/** The programs Lamina needs, each with how it stands and, when it failed, what to do. */
export function AssetList({ assets }: { assets: readonly AssetState[] }) {
  return (
    <ul aria-label="Kubernetes assets" className="divide-y">
      {sortAssets(assets).map((asset) => (
        <AssetItem key={assetKey(asset)} asset={asset} />
      ))}
    </ul>
  );
}

function AssetItem({ asset }: { asset: AssetState }) {
  const look = assetLook(asset);
  const busy = look.tone === "progress";
  return (
    <li className="px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="text-sm font-medium text-ink">{asset.title}</span>
        <Badge tone="outline">{asset.version}</Badge>
        <span className="ml-auto inline-flex items-center gap-3 text-xs text-ink-muted">
          <AssetQueueActions asset={asset} />
          {busy ? <Duration from={asset.since} /> : sourceText(asset)}
          <StatusBadge tone={look.tone} label={look.label} />
        </span>
      </div>
      <p className="text-xs text-ink-muted">{asset.purpose}</p>
      {busy ? (
        <div className="mt-1.5">
          <Progress label={`Progress of ${asset.title}`} value={progressPercent(asset.progress)} />
          <p className="mt-1 truncate font-mono text-2xs text-ink-faint">{asset.progress?.line}</p>
        </div>
      ) : null}
      {asset.error ? <AssetFault asset={asset} error={asset.error} /> : null}
    </li>
  );
}

function AssetFault({
  asset,
  error,
}: {
  asset: AssetState;
  error: NonNullable<AssetState["error"]>;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const allowed = useSession().administersInstallation;
  const retry = useMutation(
    trpc.system.retryAsset.mutationOptions({
      onSuccess: () => void queryClient.invalidateQueries(trpc.system.pathFilter()),
    }),
  );
  return (
    <div role="alert" className="mt-2 rounded-md bg-danger-soft px-3 py-2 text-xs">
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="text-danger-text wrap-anywhere">
            {error.message} <code className="font-mono text-2xs">{error.code}</code>
          </p>
          <p className="mt-0.5 text-ink wrap-anywhere">{error.next}</p>
        </div>
        {allowed ? (
          <Button
            size="sm"
            icon={<RotateCw />}
            loading={retry.isPending}
            aria-label={`Retry ${asset.title} ${asset.version}`}
            onClick={() => retry.mutate({ name: asset.name, version: asset.version })}
          >
            Retry
          </Button>
        ) : (
          <span className="text-ink-muted">An administrator of the installation can retry it.</span>
        )}
      </div>
      <MutationError error={retry.error} />
    </div>
  );
}
