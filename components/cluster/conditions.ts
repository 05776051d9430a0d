import type { StatusTone } from "@/components/ui/status";
import type { Condition } from "@/server/domain/cluster/condition";
import { healthConditions } from "@/server/domain/cluster/status";

const titles: Record<string, string> = {
  InfrastructureReady: "Infrastructure",
  ControlPlaneAvailable: "Control plane",
  AgentConnected: "Agent",
  NodesReady: "Nodes",
  LayersReady: "Layers",
  Deleting: "Deletion",
};

/** What a condition is called on a page; unknown types keep their own word. */
export function conditionTitle(type: string): string {
  return titles[type] ?? type;
}

/** One line of the list: a condition, or one that nobody has reported yet. */
export type ConditionLine = Pick<Condition, "type" | "status" | "reason" | "message"> & {
  since: string | null;
  code: string | null;
};

/** The health conditions in the order in which they come true, then the others. */
export function conditionLines(conditions: readonly Condition[]): ConditionLine[] {
  const known: string[] = [...healthConditions];
  const others = conditions.map((c) => c.type).filter((type) => !known.includes(type));
  return [...known, ...others].map((type) => {
    const found = conditions.find((c) => c.type === type);
    return {
      type,
      status: found?.status ?? "Unknown",
      reason: found?.reason ?? "NotReported",
      message: found?.message ?? "",
      since: found?.lastTransitionTime ?? null,
      code: found?.code ?? null,
    };
  });
}

/** A condition that is not true yet is progress while the cluster is made, trouble afterwards. */
export function conditionTone(line: ConditionLine, settled: boolean): StatusTone {
  if (line.status === "True") return "ok";
  if (line.code) return "danger";
  if (line.since === null) return "unknown";
  if (!settled) return line.status === "False" ? "progress" : "unknown";
  return line.status === "False" ? "danger" : "warn";
}
