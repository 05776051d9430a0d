import type { Metadata } from "next";
import { openProject } from "@/app/current-session";
import { Prefetched } from "@/app/prefetch";
import { TimelineTab } from "@/components/cluster/timeline-tab";

export const metadata: Metadata = { title: "Timeline" };

export default async function Page({
  params,
}: {
  params: Promise<{ project: string; cluster: string }>;
}) {
  const { project: slug, cluster: clusterId } = await params;
  await openProject(slug, `/${slug}/clusters/${clusterId}/timeline`);
  return (
    <Prefetched
      queries={(trpc, fill) => [fill(trpc.cluster.operations.queryOptions({ clusterId }))]}
    >
      <TimelineTab />
    </Prefetched>
  );
}
