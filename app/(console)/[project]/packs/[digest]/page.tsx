import type { Metadata } from "next";
import { openProject } from "@/app/open-project";
import { Prefetched } from "@/app/prefetch";
import { PackPage } from "@/components/pack/pack-page";
import { pageCaller } from "@/server/api/page-caller";
import { decodePercent } from "@/server/domain/text/percent";

type Params = { project: string; digest: string };

/** The tab is named after the pack. */
export async function generateMetadata({ params }: { params: Promise<Params> }): Promise<Metadata> {
  const { project: slug, digest: encoded } = await params;
  const { project } = await openProject(slug, `/${slug}/packs/${encoded}`);
  const caller = await pageCaller();
  const digest = decodePercent(encoded);
  const pack = await caller.pack.get({ projectId: project.id, digest }).catch(() => null);
  return { title: pack ? `${pack.displayName} ${pack.version}` : "Pack" };
}

/** One version of a pack. */
export default async function Page({ params }: { params: Promise<Params> }) {
  const { project: slug, digest: encoded } = await params;
  const digest = decodePercent(encoded);
  const { project } = await openProject(slug, `/${slug}/packs/${encoded}`);
  return (
    <Prefetched
      queries={(trpc, fill) => [
        fill(trpc.pack.get.queryOptions({ projectId: project.id, digest })),
        fill(trpc.pack.list.queryOptions({ projectId: project.id })),
      ]}
    >
      <PackPage digest={digest} />
    </Prefetched>
  );
}
