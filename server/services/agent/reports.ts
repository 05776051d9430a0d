import { inArray, sql } from "drizzle-orm";
import type { ReportMessage } from "@/server/domain/agent/messages";
import { inSystem, inTenant } from "@/server/db/client";
import { clusterAgents, clusterReports } from "@/server/db/schema";
import type { ServiceDeps } from "@/server/services/kit/context";
import { standingAgent, type AgentIdentity } from "./identity";

/** The kinds that the cluster's reconciler reads, and so is woken by. */
const decisive: ReadonlySet<ReportMessage["kind"]> = new Set(["layers"]);

/** Writes many agents' heartbeats in one statement. */
export async function saveHeartbeats(
  deps: ServiceDeps,
  identities: readonly AgentIdentity[],
): Promise<void> {
  const ids = identities.map((i) => i.agentId);
  if (ids.length === 0) return;
  const lastHeartbeatAt = deps.clock.now();
  await inSystem(deps.db, (tx) =>
    tx.update(clusterAgents).set({ lastHeartbeatAt }).where(inArray(clusterAgents.id, ids)),
  );
}

/**
 * Keeps the newest report of a kind. The same content again changes no row and wakes nobody. False, and
 * nothing is kept, when the agent's token stands no longer.
 */
export async function saveReport(
  deps: ServiceDeps,
  identity: AgentIdentity,
  report: ReportMessage,
): Promise<boolean> {
  const { tenantId, clusterId } = identity;
  const row = {
    tenantId,
    clusterId,
    kind: report.kind,
    revision: report.revision,
    data: report.data,
    reportedAt: deps.clock.now(),
  };
  return inTenant(deps.db, tenantId, async (tx) => {
    // Locked until the commit: a deletion at the same time waits, and then removes this report too.
    const [agent] = await tx
      .select({ id: clusterAgents.id })
      .from(clusterAgents)
      .where(standingAgent(identity))
      .for("key share");
    if (!agent) return false;
    const changed = await tx
      .insert(clusterReports)
      .values(row)
      .onConflictDoUpdate({
        target: [clusterReports.tenantId, clusterReports.clusterId, clusterReports.kind],
        set: { revision: row.revision, data: row.data, reportedAt: row.reportedAt },
        setWhere: sql`${clusterReports.data} is distinct from excluded.data`,
      })
      .returning({ kind: clusterReports.kind });
    if (changed.length > 0 && decisive.has(report.kind)) {
      await deps.ports.enqueue(tx, { kind: "cluster", tenantId, id: clusterId });
    }
    return true;
  });
}
