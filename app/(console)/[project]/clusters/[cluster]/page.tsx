import { openProject } from "@/app/current-session";
import { Prefetched } from "@/app/prefetch";
import { OverviewTab } from "@/components/cluster/overview-tab";

export default async function Page({
  params,
}: {
  params: Promise<{ project: string; cluster: string }>;
}) {
  const { project: slug, cluster: clusterId } = await params;
  await openProject(slug, `/${slug}/clusters/${clusterId}`);
  return (
    <Prefetched
      queries={(trpc, fill) => [fill(trpc.cluster.operations.queryOptions({ clusterId }))]}
    >
      <OverviewTab />
    </Prefetched>
  );
}
