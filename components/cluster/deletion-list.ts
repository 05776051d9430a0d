import type { ClusterDetail, ClusterReports } from "@/server/domain/cluster/views";

/** What a deletion takes away, by name and count. */
export function deletionList(
  cluster: Pick<ClusterDetail, "spec" | "layers" | "hasKubeconfig">,
  reports: ClusterReports | undefined,
): string[] {
  const members = cluster.spec.pools
    .filter((pool) => pool.role === "control-plane")
    .reduce((sum, pool) => sum + pool.size, 0);
  const workers = cluster.spec.pools.filter((pool) => pool.role === "worker");
  const nodes = workers.reduce((sum, pool) => sum + pool.size, 0);
  const addons = cluster.layers.filter((layer) => layer.kind === "addon").map((l) => l.name);
  const workloads = reports?.workloads.data.length ?? 0;
  const lines = [
    `${counted(members, "control-plane member")} with ${members === 1 ? "its" : "their"} etcd: every object and secret in the cluster`,
    nodes > 0
      ? `${counted(nodes, "simulated node")} in ${counted(workers.length, "pool")}: ${workers.map((p) => p.name).join(", ")}`
      : "",
    workloads > 0 ? `${counted(workloads, "workload")} running on them` : "",
    addons.length > 0 ? `${counted(addons.length, "add-on")}: ${addons.join(", ")}` : "",
    cluster.hasKubeconfig ? "Access through every downloaded kubeconfig" : "",
  ];
  return lines.filter((line) => line !== "");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
