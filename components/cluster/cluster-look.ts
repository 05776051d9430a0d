import type { StatusTone } from "@/components/ui/status";
import type { ClusterSummary } from "@/server/domain/cluster/views";

type Looked = Pick<ClusterSummary, "state" | "health" | "because">;

/** How a cluster's state is shown: once it runs, its health gives the tone. */
export function clusterTone({ state, health, because }: Looked): StatusTone {
  switch (state) {
    case "Running":
      return health === "Healthy" ? "ok" : health === "Unhealthy" ? "danger" : "warn";
    case "Provisioning":
    case "Deleting":
      return because?.code ? "warn" : "progress";
    case "Pending":
      return "progress";
    case "Deleted":
      return "idle";
  }
}

/** How a cluster's health is shown beside its state; null while its state says it all. */
export function healthLook({ state, health }: Looked): { tone: StatusTone; label: string } | null {
  if (state !== "Running") return null;
  const tone = { Healthy: "ok", Unhealthy: "danger", Unknown: "unknown" } as const;
  const label = { Healthy: "Healthy", Unhealthy: "Unhealthy", Unknown: "Health unknown" } as const;
  return { tone: tone[health], label: label[health] };
}

/** True when somebody should look: a failure is named, or a running cluster is not healthy. */
export function needsAttention(cluster: Looked): boolean {
  return ["danger", "warn"].includes(clusterTone(cluster));
}

/** The lower the sooner it should be looked at. */
export function urgency(cluster: Looked): number {
  const order: StatusTone[] = ["danger", "warn", "progress", "unknown", "ok", "idle"];
  return order.indexOf(clusterTone(cluster));
}
