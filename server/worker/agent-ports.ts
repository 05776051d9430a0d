import { newId } from "@/server/domain/ids/ids";
import { inTenant } from "@/server/db/client";
import { auditEntries } from "@/server/db/schema";
import { desiredState } from "@/server/services/agent/desired";
import { authenticateAgent, setAgentConnected } from "@/server/services/agent/identity";
import { saveHeartbeats, saveReport } from "@/server/services/agent/reports";
import type { ServiceDeps } from "@/server/services/kit/context";
import type { TunnelPorts } from "@/server/tunnel/ports";

/** The tunnel's ports, answered by the services. */
export function agentPorts(services: ServiceDeps): TunnelPorts {
  return {
    authenticate: (token) => authenticateAgent(services, token),
    desired: (identity) => desiredState(services, identity),
    saveHeartbeats: (batch) =>
      saveHeartbeats(
        services,
        batch.map((b) => b.identity),
      ),
    saveReport: (identity, report) => saveReport(services, identity, report),
    connected: (identity, version) => setAgentConnected(services, identity, true, version),
    disconnected: (identity) => setAgentConnected(services, identity, false),
    refused: (identity, code, detail) =>
      inTenant(services.db, identity.tenantId, async (tx) => {
        await tx.insert(auditEntries).values({
          tenantId: identity.tenantId,
          id: newId("audit"),
          actorKind: "agent",
          actorId: identity.agentId,
          action: `agent.refused.${code}`,
          objectKind: "cluster",
          objectId: identity.clusterId,
          details: { detail: detail.slice(0, 300) },
          requestId: identity.agentId,
        });
      }),
  };
}
