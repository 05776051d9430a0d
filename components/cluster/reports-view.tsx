"use client";

import type { ReactNode } from "react";
import { useReports } from "@/components/cluster/cluster-context";
import { QueryView } from "@/components/trpc/query-view";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { ClusterReports } from "@/server/domain/cluster/views";

/** What the agent last reported, and the common states of asking for it. */
export function ReportsView({
  loading,
  rows,
  children,
}: {
  /** Said while it loads, e.g. "Loading nodes". */
  loading: string;
  rows?: number;
  children: (reports: ClusterReports) => ReactNode;
}) {
  return (
    <QueryView
      query={useReports()}
      permission="cluster.get"
      skeleton={
        <Panel flush>
          <SkeletonRows label={loading} rows={rows} />
        </Panel>
      }
    >
      {children}
    </QueryView>
  );
}
