import type { Metadata } from "next";
import { openProject } from "@/app/open-project";
import { Prefetched } from "@/app/prefetch";
import { DeployPage } from "@/components/cluster/deploy/deploy-page";

export const metadata: Metadata = { title: "Deploy a cluster" };

export default async function Page({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string>>;
}) {
  const { project: slug } = await params;
  const query = new URLSearchParams(await searchParams).toString();
  const { project } = await openProject(slug, `/${slug}/clusters/new${query && `?${query}`}`);
  return (
    <Prefetched
      queries={(trpc, fill) => [
        fill(trpc.profile.list.queryOptions({ projectId: project.id })),
        fill(trpc.cluster.list.queryOptions({ projectId: project.id })),
      ]}
    >
      <DeployPage />
    </Prefetched>
  );
}
