import type { Metadata } from "next";
import { openProject } from "@/app/current-session";
import { Prefetched } from "@/app/prefetch";
import { PackPage } from "@/components/pack/pack-page";
import { decodePercent } from "@/server/domain/text/percent";

export const metadata: Metadata = { title: "Pack" };

/** One version of a pack. */
export default async function Page({
  params,
}: {
  params: Promise<{ project: string; digest: string }>;
}) {
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
