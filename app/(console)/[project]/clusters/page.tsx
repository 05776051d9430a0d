import type { Metadata } from "next";
import { openProject } from "@/app/open-project";
import { Prefetched } from "@/app/prefetch";
import { ClusterListPage, ClusterListSkeleton } from "@/components/cluster/cluster-list-page";

export const metadata: Metadata = { title: "Clusters" };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string>>;
}) {
  const { project: slug } = await params;
  const query = new URLSearchParams(await searchParams).toString();
  const { project } = await openProject(slug, `/${slug}/clusters${query && `?${query}`}`);
  return (
    <Prefetched
      skeleton={<ClusterListSkeleton />}
      queries={(trpc, fill) => [
        fill(trpc.cluster.list.queryOptions({ projectId: project.id })),
        fill(trpc.cluster.updates.queryOptions({ projectId: project.id })),
      ]}
    >
      <ClusterListPage />
    </Prefetched>
  );
}
