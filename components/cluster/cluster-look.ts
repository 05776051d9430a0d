import type { StatusTone } from "@/components/ui/status";
import type { ClusterSummary } from "@/server/domain/cluster/views";

type Looked = Pick<ClusterSummary, "state" | "health" | "because" | "progress">;

/** A change is being carried out: what is not ready yet is no trouble unless a failure is named. */
function isSettling({ state, health, because, progress }: Looked): boolean {
  return state === "Running" && health !== "Healthy" && progress !== null && !because?.code;
}

/** How a cluster's state is shown: once it runs, its health gives the tone. */
export function clusterTone(cluster: Looked): StatusTone {
  const { state, health, because } = cluster;
  switch (state) {
    case "Running":
      if (isSettling(cluster)) return "progress";
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
export function healthLook(cluster: Looked): { tone: StatusTone; label: string } | null {
  const { state, health } = cluster;
  if (state !== "Running") return null;
  if (isSettling(cluster)) return { tone: "progress", label: "Changing" };
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
