import { needsAttention, urgency } from "@/components/cluster/cluster-look";
import type { ClusterSummary } from "@/server/domain/cluster/views";

/** The clusters of a project, sorted into what to look at first. */
export interface DashboardGroups {
  attention: ClusterSummary[];
  working: ClusterSummary[];
  calm: ClusterSummary[];
}

/** Each cluster stands in exactly one group. */
export function dashboardGroups(clusters: readonly ClusterSummary[]): DashboardGroups {
  const attention = clusters.filter(needsAttention);
  const rest = clusters.filter((cluster) => !needsAttention(cluster));
  const busy = (cluster: ClusterSummary) =>
    cluster.state !== "Running" || cluster.progress !== null;
  return {
    attention: attention.toSorted((a, b) => urgency(a) - urgency(b)),
    working: rest.filter(busy),
    calm: rest.filter((cluster) => !busy(cluster)).toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}
