import { z } from "zod";
import { urgency } from "@/components/cluster/cluster-look";
import { compareVersions } from "@/server/domain/pack/version";
import type { ClusterSummary } from "@/server/domain/cluster/views";

export const sortKeys = ["name", "state", "version", "profile", "nodes", "created"] as const;
export type SortKey = (typeof sortKeys)[number];

/** What the address of the cluster list may say. */
export const clusterListParams = z.object({
  q: z.string().catch(""),
  state: z.enum(["all", "attention", "Provisioning", "Running", "Deleting"]).catch("all"),
  sort: z.enum(sortKeys).catch("created"),
  dir: z.enum(["asc", "desc"]).optional().catch(undefined),
});
export type ClusterListParams = z.output<typeof clusterListParams>;

const orders: Record<SortKey, (a: ClusterSummary, b: ClusterSummary) => number> = {
  name: (a, b) => a.name.localeCompare(b.name, "en", { numeric: true }),
  state: (a, b) => urgency(a) - urgency(b),
  version: (a, b) => compareVersions(a.kubernetesVersion, b.kubernetesVersion),
  profile: (a, b) => a.profile.name.localeCompare(b.profile.name),
  nodes: (a, b) => a.nodes.total - b.nodes.total,
  created: (a, b) => a.createdAt.localeCompare(b.createdAt),
};

/** The direction that the address names, else the column's own: of moments the newest first. */
export function directionOf({ sort, dir }: Pick<ClusterListParams, "sort" | "dir">) {
  return dir ?? (sort === "created" ? "desc" : "asc");
}

/** The clusters that fit, in the order asked for; equal ones by name. */
export function arrangeClusters(
  clusters: readonly ClusterSummary[],
  { q, state, sort, dir }: ClusterListParams,
): ClusterSummary[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const sign = directionOf({ sort, dir }) === "asc" ? 1 : -1;
  return clusters
    .filter((cluster) => fitsState(cluster, state))
    .filter((cluster) => words.every((word) => textOf(cluster).includes(word)))
    .toSorted((a, b) => sign * orders[sort](a, b) || orders.name(a, b));
}

function fitsState(cluster: ClusterSummary, state: ClusterListParams["state"]): boolean {
  if (state === "all") return true;
  if (state === "attention") return urgency(cluster) < 2;
  if (state === "Provisioning") return ["Pending", "Provisioning"].includes(cluster.state);
  return cluster.state === state;
}

function textOf(cluster: ClusterSummary): string {
  const { name, id, state, health, kubernetesVersion, profile, because } = cluster;
  return [
    name,
    id,
    state,
    health,
    kubernetesVersion,
    profile.name,
    profile.version,
    because?.reason,
  ]
    .join(" ")
    .toLowerCase();
}
