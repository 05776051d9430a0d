"use client";

import { updateLines } from "@/components/cluster/update/update-lines";
import { ChangeMark } from "@/components/profile/diff/layer-changes";
import { ProfileChanges } from "@/components/profile/diff/profile-changes";
import { useVersionLayers } from "@/components/profile/diff/use-version-layers";
import { QueryView } from "@/components/trpc/query-view";
import { Skeleton } from "@/components/ui/skeleton";
import type { VersionChoice } from "@/server/domain/cluster/views";
import type { ProfileLayer } from "@/server/domain/profile/types";

/** What the move does to the cluster, and what differs between the two versions. */
export function UpdatePreview({ from, to }: { from: string; to: VersionChoice }) {
  const before = useVersionLayers(from);
  const after = useVersionLayers(to.id);
  const skeleton = <Skeleton className="h-40" />;
  return (
    <QueryView query={before} permission="clusterProfile.get" skeleton={skeleton}>
      {(old) => (
        <QueryView query={after} permission="clusterProfile.get" skeleton={skeleton}>
          {(now) => (
            <>
              {to.refusal === null ? <WhatHappens before={old} after={now} /> : null}
              <section aria-label="Changes" className="space-y-2 border-t pt-4">
                <h3 className="text-sm font-semibold text-ink">Changes</h3>
                <ProfileChanges before={old} after={now} limit={12} />
              </section>
            </>
          )}
        </QueryView>
      )}
    </QueryView>
  );
}

function WhatHappens({
  before,
  after,
}: {
  before: readonly ProfileLayer[];
  after: readonly ProfileLayer[];
}) {
  const { lines, same } = updateLines(before, after);
  return (
    <section aria-label="What happens" className="space-y-2 border-t pt-4">
      <h3 className="text-sm font-semibold text-ink">What happens</h3>
      <ul className="space-y-1.5 text-sm">
        {lines.map((line) => (
          <li key={line.key} className="flex items-baseline gap-2">
            <ChangeMark change={line.change} />
            <span>
              <span className="text-ink">{line.text}</span>
              {line.detail ? <span className="text-ink-muted">, {line.detail}</span> : null}
            </span>
          </li>
        ))}
      </ul>
      <p className="text-xs text-ink-muted">
        {lines.length === 0
          ? "Nothing changes in the cluster."
          : `${same} ${same === 1 ? "layer" : "layers"} unchanged.`}
      </p>
    </section>
  );
}
