import type { Metadata } from "next";
import { openProject } from "@/app/open-project";
import { Prefetched } from "@/app/prefetch";
import { BuilderPage } from "@/components/profile/builder/builder-page";
import { pageCaller } from "@/server/api/page-caller";

type Params = { project: string; profileId: string; versionId: string };

/** The tab is named after the profile and its version. */
export async function generateMetadata({ params }: { params: Promise<Params> }): Promise<Metadata> {
  const { project: slug, profileId, versionId } = await params;
  await openProject(slug, `/${slug}/profiles/${profileId}/versions/${versionId}`);
  const caller = await pageCaller();
  const version = await caller.profile.version({ versionId }).catch(() => null);
  return { title: version ? `${version.profile.name} ${version.version}` : "Profile" };
}

/** The builder; the packs of the layers come with the page, so that it is checked at once. */
export default async function Page({ params }: { params: Promise<Params> }) {
  const { project: slug, profileId, versionId } = await params;
  const { project } = await openProject(
    slug,
    `/${slug}/profiles/${profileId}/versions/${versionId}`,
  );
  const caller = await pageCaller();
  const version = await caller.profile.version({ versionId }).catch(() => null);
  const digests = new Set(version?.layers.map((layer) => layer.pack.digest));
  return (
    <Prefetched
      queries={(trpc, fill) => [
        fill(trpc.profile.version.queryOptions({ versionId })),
        fill(trpc.pack.list.queryOptions({ projectId: project.id })),
        ...[...digests].map((digest) =>
          fill(trpc.pack.get.queryOptions({ projectId: project.id, digest })),
        ),
      ]}
    >
      <BuilderPage versionId={versionId} />
    </Prefetched>
  );
}
