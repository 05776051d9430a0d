import type { Metadata } from "next";
import { openProject } from "@/app/open-project";
import { Prefetched } from "@/app/prefetch";
import { ProfilesPage } from "@/components/profile/list/profiles-page";

export const metadata: Metadata = { title: "Profiles" };

/** The profiles of a project. */
export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project: slug } = await params;
  const { project } = await openProject(slug, `/${slug}/profiles`);
  return (
    <Prefetched
      queries={(trpc, fill) => [
        fill(trpc.profile.list.queryOptions({ projectId: project.id })),
        fill(trpc.pack.list.queryOptions({ projectId: project.id })),
      ]}
    >
      <ProfilesPage />
    </Prefetched>
  );
}
