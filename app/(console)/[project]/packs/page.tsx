import type { Metadata } from "next";
import { openProject } from "@/app/open-project";
import { Prefetched } from "@/app/prefetch";
import { CataloguePage } from "@/components/pack/catalogue-page";

export const metadata: Metadata = { title: "Packs" };

/** The catalogue of packs. */
export default async function Page({ params }: { params: Promise<{ project: string }> }) {
  const { project: slug } = await params;
  const { project } = await openProject(slug, `/${slug}/packs`);
  return (
    <Prefetched
      queries={(trpc, fill) => [fill(trpc.pack.list.queryOptions({ projectId: project.id }))]}
    >
      <CataloguePage />
    </Prefetched>
  );
}
