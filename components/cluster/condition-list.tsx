"use client";

import { useStale } from "@/components/access/live-state";
import { conditionLines, conditionTitle, conditionTone } from "@/components/cluster/conditions";
import { entryOf } from "@/components/operation/operation-look";
import { StatusDot } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { ClusterDetail } from "@/server/domain/cluster/views";

/** The cluster's conditions: each with its reason, message, and since when. */
export function ConditionList({ cluster }: { cluster: ClusterDetail }) {
  const settled = cluster.state === "Running";
  const stale = useStale();
  return (
    <ul aria-label="Conditions" className="divide-y">
      {conditionLines(cluster.conditions).map((line) => {
        const entry = entryOf(line.code);
        return (
          <li key={line.type} className="flex gap-3 px-4 py-2.5">
            <StatusDot
              tone={conditionTone(line, settled)}
              className={stale ? "mt-1.5 text-idle" : "mt-1.5"}
            />
            <div className="min-w-0 flex-1">
              <div className="flex flex-wrap items-baseline gap-x-2">
                <span className="text-sm font-medium text-ink">{conditionTitle(line.type)}</span>
                <span className="font-mono text-2xs text-ink-faint">{line.reason}</span>
                <span className="sr-only">{line.status}</span>
                {line.since ? (
                  <Time at={line.since} className="ml-auto text-xs text-ink-muted" />
                ) : null}
              </div>
              {line.message ? (
                <p className="text-xs text-ink-muted wrap-anywhere">{line.message}</p>
              ) : null}
              {entry ? (
                <p className="text-xs text-danger-text">
                  {entry.title}. {entry.next}
                </p>
              ) : null}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
