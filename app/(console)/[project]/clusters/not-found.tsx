"use client";

import NotFound from "@/app/(console)/not-found";
import { useOptionalProject } from "@/components/access/session";
import { UnknownCluster } from "@/components/cluster/unknown-cluster";

/** Below a project that is not there either, no list of clusters can be offered. */
export default function NotFoundBelowClusters() {
  return useOptionalProject() ? <UnknownCluster /> : <NotFound />;
}
