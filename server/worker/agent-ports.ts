import { RateLimiterMemory } from "rate-limiter-flexible";
import { secondsToWait } from "@/server/platform/limits/seconds-to-wait";
import { newId } from "@/server/domain/ids/ids";
import { inTenant } from "@/server/db/client";
import { auditEntries } from "@/server/db/schema";
import { desiredState } from "@/server/services/agent/desired";
import {
  authenticateAgent,
  revokedAgents,
  setAgentConnected,
} from "@/server/services/agent/identity";
import { saveHeartbeats, saveReport } from "@/server/services/agent/reports";
import type { ServiceDeps } from "@/server/services/kit/context";
import type { TunnelPorts } from "@/server/tunnel/ports";

/** The tunnel's ports, answered by the services. */
export function agentPorts(services: ServiceDeps): TunnelPorts {
  const noted = new RateLimiterMemory({ points: 1, duration: 60 });
  /** One audit entry a minute for the same refusal: an agent that knocks without end fills no trail. */
  const mayNote = async (key: string) => (await secondsToWait(noted, key)) === 0;
  return {
    authenticate: (token) => authenticateAgent(services, token),
    desired: (identity) => desiredState(services, identity),
    saveHeartbeats: (heard) => saveHeartbeats(services, heard),
    saveReport: (identity, report) => saveReport(services, identity, report),
    revoked: (identities) => revokedAgents(services, identities),
    connected: (identity, version) => setAgentConnected(services, identity, true, version),
    disconnected: (identity) => setAgentConnected(services, identity, false),
    refused: async (identity, code, detail) => {
      if (!(await mayNote(`${identity.agentId}/${code}`))) return;
      await inTenant(services.db, identity.tenantId, async (tx) => {
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
      });
    },
  };
}
