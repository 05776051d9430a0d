import { createHash, randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { newId } from "@/server/domain/ids/ids";
import { inSystem, inTenant, type Tx } from "@/server/db/client";
import { clusterAgents } from "@/server/db/schema";
import type { ServiceDeps } from "@/server/services/kit/context";

/** Who an agent's token speaks for. */
export interface AgentIdentity {
  tenantId: string;
  clusterId: string;
  agentId: string;
}

const hashOf = (token: string) => createHash("sha256").update(token).digest("base64url");

/**
 * A fresh token for the cluster's agent; the one before it stops working.
 * Only its hash is stored, so the plain text exists in the agent's environment alone.
 */
export async function issueAgentToken(
  tx: Tx,
  tenantId: string,
  clusterId: string,
): Promise<string> {
  const token = `lat_${randomBytes(32).toString("base64url")}`;
  const tokenHash = hashOf(token);
  await tx
    .insert(clusterAgents)
    .values({ tenantId, id: newId("agent"), clusterId, tokenHash })
    .onConflictDoUpdate({
      target: [clusterAgents.tenantId, clusterAgents.clusterId],
      set: { tokenHash },
    });
  return token;
}

/** The identity behind a token, or null. Looks across tenants: the token is all there is. */
export async function authenticateAgent(
  deps: ServiceDeps,
  token: string,
): Promise<AgentIdentity | null> {
  const where = eq(clusterAgents.tokenHash, hashOf(token));
  const [row] = await inSystem(deps.db, (tx) => tx.select().from(clusterAgents).where(where));
  return row ? { tenantId: row.tenantId, clusterId: row.clusterId, agentId: row.id } : null;
}

/** Notes that an agent came or went. Loss of contact changes this label only. */
export async function setAgentConnected(
  deps: ServiceDeps,
  identity: AgentIdentity,
  connected: boolean,
  version?: string,
): Promise<void> {
  await inTenant(deps.db, identity.tenantId, async (tx) => {
    const change = { connected, updatedAt: deps.clock.now(), ...(version ? { version } : {}) };
    const where = and(
      eq(clusterAgents.id, identity.agentId),
      eq(clusterAgents.clusterId, identity.clusterId),
    );
    await tx.update(clusterAgents).set(change).where(where);
    await deps.ports.enqueue(tx, {
      kind: "cluster",
      tenantId: identity.tenantId,
      id: identity.clusterId,
    });
  });
}

/** After a start of the console nobody is connected yet, whatever the rows say. */
export async function forgetAgentConnections(deps: ServiceDeps): Promise<void> {
  await inSystem(deps.db, (tx) => tx.update(clusterAgents).set({ connected: false }));
}
