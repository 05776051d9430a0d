"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { CapacityNote, type useCapacity } from "@/components/cluster/deploy/capacity-note";
import {
  layerLines,
  machineLines,
  type ReviewLine,
} from "@/components/cluster/deploy/review-lines";
import { useTRPC } from "@/components/trpc/provider";
import { MutationError, QueryView } from "@/components/trpc/query-view";
import { Badge } from "@/components/ui/badge";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import type { DeployValues } from "./deploy-values";

/** Last step: everything the deploy will make, in its order. */
export function ReviewStep({
  values,
  capacity,
  error,
}: {
  values: DeployValues;
  capacity: ReturnType<typeof useCapacity>;
  error: unknown;
}) {
  const trpc = useTRPC();
  const query = useQuery(trpc.profile.version.queryOptions({ versionId: values.profileVersionId }));
  return (
    <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
      <QueryView query={query} skeleton={<Skeleton className="h-64" />}>
        {({ layers, profile, version }) => (
          <Panel
            title="This will be created"
            description="In this order; each step starts when the previous one is ready."
          >
            <div className="flex flex-col gap-4">
              <Group title="Cluster">
                <Line
                  line={{
                    key: "cluster",
                    text: values.name,
                    detail: `from ${profile.name} ${version}, on local infrastructure`,
                    simulated: false,
                  }}
                />
              </Group>
              <Group title="Machines">
                {machineLines(values.pools).map((line) => (
                  <Line key={line.key} line={line} />
                ))}
              </Group>
              <Group title="Layers">
                {layerLines(layers).flatMap(({ order, lines }) =>
                  lines.map((line) => <Line key={line.key} line={line} order={order} />),
                )}
              </Group>
            </div>
          </Panel>
        )}
      </QueryView>
      <div className="flex flex-col gap-4 xl:sticky xl:top-16">
        <MutationError title="The cluster was not deployed" error={error} />
        <CapacityNote capacity={capacity} />
      </div>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-ink-muted">{title}</h3>
      <ul className="overflow-clip rounded-md border">{children}</ul>
    </div>
  );
}

function Line({ line, order }: { line: ReviewLine; order?: number }) {
  return (
    <li className="flex items-baseline gap-3 border-b bg-ok-soft/40 px-3 py-1.5 last:border-b-0">
      <span className="font-mono text-sm font-semibold text-ok-text" aria-label="creates">
        +
      </span>
      {order === undefined ? null : (
        <span className="w-5 shrink-0 text-right text-xs text-ink-faint">{order}</span>
      )}
      <span className="min-w-0 flex-1">
        <span className="text-sm font-medium text-ink">{line.text}</span>{" "}
        <span className="text-xs text-ink-muted">{line.detail}</span>
      </span>
      {line.simulated ? <Badge tone="simulated">simulated</Badge> : null}
    </li>
  );
}
