"use client";

import { useQuery } from "@tanstack/react-query";
import { useProject } from "@/components/access/session";
import { Dashboard } from "@/components/home/dashboard";
import { QuickStart } from "@/components/home/quick-start";
import { useTRPC } from "@/components/trpc/provider";
import { QueryView } from "@/components/trpc/query-view";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";

/** A project's first page: the quick start while it has no cluster, its clusters afterwards. */
export function HomePage() {
  const project = useProject();
  const trpc = useTRPC();
  const query = useQuery(trpc.cluster.list.queryOptions({ projectId: project.id }));
  return (
    <QueryView query={query} permission="cluster.list" skeleton={<HomeSkeleton />}>
      {(clusters) => (clusters.length === 0 ? <QuickStart /> : <Dashboard clusters={clusters} />)}
    </QueryView>
  );
}

/** The dashboard before its clusters are known: the same head, the same cards. */
export function HomeSkeleton() {
  return (
    <>
      <PageHeader
        title={<Skeleton className="my-1 h-5 w-40" />}
        description={<Skeleton className="my-0.5 h-3.5 w-56" />}
      />
      <PageBody>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,22rem),1fr))] gap-4 pt-7">
          <Skeleton className="h-36 rounded-lg" />
          <Skeleton className="h-36 rounded-lg" />
          <Skeleton className="h-36 rounded-lg" />
        </div>
      </PageBody>
    </>
  );
}
