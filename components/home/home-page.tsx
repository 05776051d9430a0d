"use client";

import { useQuery } from "@tanstack/react-query";
import { useProject } from "@/components/access/session";
import { Dashboard } from "@/components/home/dashboard";
import { QuickStart } from "@/components/home/quick-start";
import { useTRPC } from "@/components/trpc/provider";
import { QueryView } from "@/components/trpc/query-view";
import { PageBody } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

/** A project's first page: the quick start while it has no cluster, its clusters afterwards. */
export function HomePage() {
  const project = useProject();
  const trpc = useTRPC();
  const query = useQuery(trpc.cluster.list.queryOptions({ projectId: project.id }));
  return (
    <QueryView
      query={query}
      permission="cluster.list"
      skeleton={
        <PageBody>
          <Skeleton className="h-8 max-w-72" />
          <div className="grid gap-5 sm:grid-cols-2 xl:grid-cols-3">
            <Skeleton className="h-36 rounded-lg" />
            <Skeleton className="h-36 rounded-lg" />
            <Skeleton className="h-36 rounded-lg" />
          </div>
        </PageBody>
      }
    >
      {(clusters) => (clusters.length === 0 ? <QuickStart /> : <Dashboard clusters={clusters} />)}
    </QueryView>
  );
}
