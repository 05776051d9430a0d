"use client";

import { AssetFault } from "@/components/system/asset-fault";
import { AssetQueueActions } from "@/components/system/asset-queue-actions";
import { assetLook, sortAssets, sourceText } from "@/components/system/asset-look";
import { Badge } from "@/components/ui/badge";
import { Duration } from "@/components/ui/duration";
import { Progress } from "@/components/ui/progress";
import { StatusBadge } from "@/components/ui/status";
import { assetKey, progressPercent, type AssetState } from "@/server/domain/assets";
import { failureGroups, type FailureGroup } from "@/server/domain/assets/failure-groups";

/** The programs Lamina needs, each with how it stands; what several failed of is told once, with what to do. */
export function AssetList({ assets }: { assets: readonly AssetState[] }) {
  const groups = failureGroups(assets);
  const shared = groups.filter((group) => group.assets.length > 1);
  const alone = new Map(
    groups.flatMap((group) => (group.assets.length === 1 ? [[group.assets[0], group]] : [])),
  );
  return (
    <ul aria-label="Kubernetes assets" className="divide-y">
      {shared.map((group) => (
        <li key={group.key} className="px-4 pt-1 pb-3">
          <AssetFault failure={group} />
        </li>
      ))}
      {sortAssets(assets).map((asset) => (
        <AssetItem key={assetKey(asset)} asset={asset} failure={alone.get(asset)} />
      ))}
    </ul>
  );
}

/** `failure` is left out where it was told for several programs at once. */
function AssetItem({ asset, failure }: { asset: AssetState; failure: FailureGroup | undefined }) {
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
      {failure ? <AssetFault failure={failure} /> : null}
    </li>
  );
}
