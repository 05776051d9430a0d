"use client";

import { useQuery } from "@tanstack/react-query";
import { useProject } from "@/components/access/session";
import { PreloadMonaco } from "@/components/editor/preload-monaco";
import { useTRPC } from "@/components/trpc/provider";
import { QueryView } from "@/components/trpc/query-view";
import { ButtonLink } from "@/components/ui/button";
import { NotFoundState } from "@/components/ui/not-found-state";
import { BuilderSkeleton } from "./builder-skeleton";
import { Workspace } from "./workspace";

/** One version of a profile: built while it is a draft, read when it is published. */
export function BuilderPage({ versionId }: { versionId: string }) {
  const trpc = useTRPC();
  const { slug } = useProject();
  const query = useQuery(trpc.profile.version.queryOptions({ versionId }));
  const toList = <ButtonLink href={`/${slug}/profiles`}>All profiles</ButtonLink>;
  return (
    <>
      <PreloadMonaco />
      <QueryView
        query={query}
        skeleton={<BuilderSkeleton />}
        permission="clusterProfile.get"
        notFound={<NotFoundState what="profile version" action={toList} headingLevel={1} />}
      >
        {(version) => <Workspace key={version.id} version={version} />}
      </QueryView>
    </>
  );
}
