"use client";

import { useCluster } from "@/components/cluster/cluster-context";
import { UpdateButton } from "@/components/cluster/update/update-button";
import { useVersionChoices } from "@/components/cluster/update/use-version-choices";
import { Callout } from "@/components/ui/callout";
import { newestUpdate } from "@/server/domain/cluster/newest-update";

/** Says that a newer version of the profile is published; nothing while there is none. */
export function UpdateNotice() {
  const cluster = useCluster();
  const newer = newestUpdate(useVersionChoices().data ?? []);
  if (!newer || cluster.state === "Deleting") return null;
  return (
    <Callout
      title={`Version ${newer.version} of ${cluster.profile.name} is published`}
      action={<UpdateButton size="sm" />}
    >
      {newer.note || `This cluster is on ${cluster.profile.version}.`}
    </Callout>
  );
}
