import { createHash, randomBytes } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import { newId } from "@/server/domain/ids/ids";
import { inSystem, inTenant, type Tx } from "@/server/db/client";
import { clusterAgents } from "@/server/db/schema";
import type { ServiceDeps } from "@/server/services/kit/context";

/** Who an agent's token speaks for. */
export interface AgentIdentity {
  tenantId: string;
  clusterId: string;
  agentId: string;
  tokenHash: string;
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
  const [row] = await inSystem(deps.db, (tx) =>
    tx.select(identityColumns).from(clusterAgents).where(where),
  );
  return row ?? null;
}

const identityColumns = {
  tenantId: clusterAgents.tenantId,
  clusterId: clusterAgents.clusterId,
  agentId: clusterAgents.id,
  tokenHash: clusterAgents.tokenHash,
};

/** The row of an identity, as long as its token stands. */
export const standingAgent = ({ agentId, tokenHash }: AgentIdentity) =>
  and(eq(clusterAgents.id, agentId), eq(clusterAgents.tokenHash, tokenHash));

/** Those of the identities whose token was replaced, or whose cluster is gone. */
export async function revokedAgents(
  deps: ServiceDeps,
  identities: readonly AgentIdentity[],
): Promise<AgentIdentity[]> {
  const tokens = identities.map((identity) => identity.tokenHash);
  const rows = await inSystem(deps.db, (tx) =>
    tx.select(identityColumns).from(clusterAgents).where(inArray(clusterAgents.tokenHash, tokens)),
  );
  const standing = new Set(rows.map((row) => row.tokenHash));
  return identities.filter((identity) => !standing.has(identity.tokenHash));
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
    await tx.update(clusterAgents).set(change).where(standingAgent(identity));
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
