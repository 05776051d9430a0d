"use client";

import { useState } from "react";
import { useReadiness } from "@/components/home/use-readiness";
import { AssetList } from "@/components/system/asset-list";
import { assetsSummary } from "@/components/system/asset-look";
import { planeLook } from "@/components/system/plane-look";
import { QueryView } from "@/components/trpc/query-view";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { Progress } from "@/components/ui/progress";
import { SkeletonRows } from "@/components/ui/skeleton";
import { StatusBadge } from "@/components/ui/status";
import { isDeferred, type AssetState } from "@/server/domain/assets";
import type { ManagementPlaneView } from "@/server/domain/system/views";

/** Whether a deploy can start at once: the programs and the management plane. */
export function ReadinessPanel({ projectId }: { projectId: string }) {
  const query = useReadiness(projectId);
  return (
    <QueryView
      query={query}
      permission="cluster.list"
      skeleton={
        <Panel flush>
          <SkeletonRows label="Loading the state of this machine" rows={3} />
        </Panel>
      }
    >
      {({ assets, managementPlane }) => <Readiness assets={assets} plane={managementPlane} />}
    </QueryView>
  );
}

function Readiness({ assets, plane }: { assets: AssetState[]; plane: ManagementPlaneView }) {
  const summary = assetsSummary(assets);
  const [all, setAll] = useState(false);
  // Once a cluster can be deployed only a failure is worth its place; the rest is a click away.
  const canDeploy = plane.state === "ready";
  const pending = (asset: AssetState) => asset.state !== "ready" && !isDeferred(asset);
  const shown = all
    ? assets
    : assets.filter((asset) => asset.state === "failed" || (!canDeploy && pending(asset)));
  const look = planeLook(plane);
  return (
    <Panel
      flush
      title="This machine"
      description="Lamina runs real Kubernetes programs here. No Docker, no root access, no cloud."
    >
      <dl className="divide-y">
        <div className="px-4 py-3">
          <div className="flex items-center gap-3">
            <dt className="min-w-0 flex-1 text-sm font-medium">Kubernetes programs</dt>
            <dd>
              <StatusBadge tone={summary.tone} label={summary.text} />
            </dd>
          </div>
          {summary.tone === "ok" ? null : (
            <Progress className="mt-2" label="Programs ready" value={summary.percent} />
          )}
        </div>
        <div className="px-4 py-3">
          <div className="flex items-center gap-3">
            <dt className="min-w-0 flex-1 text-sm font-medium">Management plane</dt>
            <dd>
              <StatusBadge tone={look.tone} label={look.label} />
            </dd>
          </div>
          {plane.message && plane.state !== "ready" ? (
            <p className="text-xs text-ink-muted">{plane.message}</p>
          ) : null}
        </div>
      </dl>
      {shown.length > 0 ? (
        <div className="border-t">
          <AssetList assets={shown} />
        </div>
      ) : null}
      <div className="border-t px-4 py-2">
        <Button size="sm" variant="ghost" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show less" : `Show all ${assets.length} programs`}
        </Button>
      </div>
    </Panel>
  );
}
