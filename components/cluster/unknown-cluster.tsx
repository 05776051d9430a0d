"use client";

import { Boxes } from "lucide-react";
import { useProject } from "@/components/access/session";
import { ButtonLink } from "@/components/ui/button";
import { NotFoundState } from "@/components/ui/not-found-state";

/** Stands where a cluster would be: unknown, foreign, or no cluster's address at all. */
export function UnknownCluster() {
  const project = useProject();
  return (
    <NotFoundState
      what="cluster"
      headingLevel={1}
      action={
        <ButtonLink href={`/${project.slug}/clusters`} icon={<Boxes />}>
          All clusters
        </ButtonLink>
      }
    />
  );
}
