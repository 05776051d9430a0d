import type { Metadata } from "next";
import { openProject } from "@/app/open-project";
import { Prefetched } from "@/app/prefetch";
import { HomePage, HomeSkeleton } from "@/components/home/home-page";

export const metadata: Metadata = { title: "Home" };

export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project: slug } = await params;
  const { project } = await openProject(slug, `/${slug}`);
  const input = { projectId: project.id };
  return (
    <Prefetched
      skeleton={<HomeSkeleton />}
      queries={(trpc, fill) => [
        fill(trpc.cluster.list.queryOptions(input)),
        fill(trpc.system.readiness.queryOptions(input)),
      ]}
    >
      <HomePage />
    </Prefetched>
  );
}
