"use client";

import { useCluster } from "@/components/cluster/cluster-context";
import { UpdateButton } from "@/components/cluster/update/update-button";
import { Timeline } from "@/components/operation/timeline";

/** Everything that was done to the cluster. */
export function TimelineTab() {
  return <Timeline cluster={useCluster()} fix={<UpdateButton size="sm" />} />;
}
