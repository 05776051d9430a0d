"use client";

import { Boxes, CircleCheck } from "lucide-react";
import { useProject } from "@/components/access/session";
import { useCluster } from "@/components/cluster/cluster-context";
import { Timeline } from "@/components/operation/timeline";
import { ButtonLink } from "@/components/ui/button";
import { PageBody } from "@/components/ui/page-header";
import { Panel } from "@/components/ui/panel";
import { StateView } from "@/components/ui/state-view";

/** What is left of a cluster: the word that it is gone, and its history. */
export function DeletedCluster() {
  const cluster = useCluster();
  const project = useProject();
  return (
    <PageBody>
      <Panel>
        <output aria-label="Cluster state" className="sr-only">
          Deleted
        </output>
        <StateView
          icon={<CircleCheck />}
          headingLevel={1}
          title={`${cluster.name} was deleted`}
          actions={
            <ButtonLink href={`/${project.slug}/clusters`} icon={<Boxes />}>
              All clusters
            </ButtonLink>
          }
        >
          Its processes, ports and data were removed. The name can be reused; the profile is kept.
        </StateView>
      </Panel>
      <Timeline cluster={cluster} />
    </PageBody>
  );
}
