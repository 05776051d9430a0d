import { and, eq, isNull, ne, sql, type SQL } from "drizzle-orm";
import {
  clusterHealth,
  clusterState,
  healthConditions,
  type StateFacts,
} from "@/server/domain/cluster/status";
import type { ClusterSummary } from "@/server/domain/cluster/views";
import { notFound } from "@/server/domain/errors/app-error";
import type { ClusterSpec } from "@/server/domain/cluster/types";
import {
  clusterAgents,
  clusterProfiles,
  clusterProfileVersions,
  clusters,
  operations,
} from "@/server/db/schema";
import type { VerbContext } from "@/server/services/kit/context";

export type ClusterRow = typeof clusters.$inferSelect;

/** The live cluster of this tenant, or NOT_FOUND. */
export async function getClusterRow(ctx: VerbContext, id: string): Promise<ClusterRow> {
  const where = and(eq(clusters.id, id), isNull(clusters.deletedAt));
  const [row] = await ctx.tx.select().from(clusters).where(where);
  if (!row) throw notFound("cluster", id);
  return row;
}

/** The project of a cluster: the scope in which permissions are asked. */
export const projectOfCluster = (ctx: VerbContext, input: { clusterId: string }) =>
  findProject(ctx, input.clusterId, isNull(clusters.deletedAt));

/** The same for reads of its page and history, which stay readable after the deletion. */
export const projectOfAnyCluster = (ctx: VerbContext, input: { clusterId: string }) =>
  findProject(ctx, input.clusterId);

async function findProject(ctx: VerbContext, id: string, which?: SQL): Promise<string> {
  const where = and(eq(clusters.id, id), which);
  const [row] = await ctx.tx.select({ projectId: clusters.projectId }).from(clusters).where(where);
  if (!row) throw notFound("cluster", id);
  return row.projectId;
}

/** The facts a cluster's state follows from. */
export function stateFacts(
  row: Pick<ClusterRow, "conditions" | "observed" | "deletionRequestedAt" | "deletedAt">,
): StateFacts {
  return {
    conditions: row.conditions,
    observedGeneration: row.observed.generation,
    deletionRequested: row.deletionRequestedAt !== null,
    deleted: row.deletedAt !== null,
  };
}

/** What lists show of a cluster: of its pools only how many machines they have, whatever else they carry. */
const summaryColumns = {
  id: clusters.id,
  name: clusters.name,
  projectId: clusters.projectId,
  conditions: clusters.conditions,
  observed: clusters.observed,
  createdAt: clusters.createdAt,
  deletionRequestedAt: clusters.deletionRequestedAt,
  deletedAt: clusters.deletedAt,
  infrastructure: sql<ClusterSpec["infrastructure"]>`${clusters.spec} ->> 'infrastructure'`,
  kubernetesVersion: sql<string>`${clusters.spec} ->> 'kubernetesVersion'`,
  machines: sql<number>`(
    select coalesce(sum((pool ->> 'size')::int), 0)::int
    from jsonb_array_elements(${clusters.spec} -> 'pools') as pool
  )`,
};

/** A cluster with what the list shows beside it: one query for any number of clusters. */
export function clusterQuery(ctx: VerbContext) {
  return ctx.tx
    .select({
      cluster: summaryColumns,
      profile: {
        id: clusterProfiles.id,
        name: clusterProfiles.name,
        cloudType: clusterProfiles.cloudType,
      },
      version: { id: clusterProfileVersions.id, version: clusterProfileVersions.version },
      agent: { connected: clusterAgents.connected, lastHeartbeatAt: clusterAgents.lastHeartbeatAt },
    })
    .from(clusters)
    .innerJoin(
      clusterProfileVersions,
      and(
        eq(clusterProfileVersions.tenantId, clusters.tenantId),
        eq(clusterProfileVersions.id, clusters.profileVersionId),
      ),
    )
    .innerJoin(
      clusterProfiles,
      and(
        eq(clusterProfiles.tenantId, clusterProfileVersions.tenantId),
        eq(clusterProfiles.id, clusterProfileVersions.profileId),
      ),
    )
    .leftJoin(
      clusterAgents,
      and(eq(clusterAgents.tenantId, clusters.tenantId), eq(clusterAgents.clusterId, clusters.id)),
    );
}

/** A row of `clusterQuery`. */
export type ClusterJoin = Awaited<ReturnType<typeof clusterQuery>>[number];

/** The list's line for a cluster. */
export function summaryOf({ cluster, profile, version, agent }: ClusterJoin): ClusterSummary {
  const facts = stateFacts(cluster);
  const { health, reasons } = clusterHealth(facts);
  const state = clusterState(facts);
  const inOrder = healthConditions.flatMap((t) => reasons.filter((r) => r.type === t));
  const first =
    cluster.conditions.find((c) => c.type === "Deleting" && state === "Deleting") ??
    // A named failure tells more than what merely waits for it.
    inOrder.find((reason) => reason.code) ??
    inOrder[0];
  const ready = cluster.observed.pools.reduce((sum, pool) => sum + pool.ready, 0);
  return {
    id: cluster.id,
    name: cluster.name,
    projectId: cluster.projectId,
    state,
    health,
    because: first
      ? { reason: first.reason, message: first.message, code: first.code ?? null }
      : null,
    progress: cluster.observed.progress < 100 ? cluster.observed.progress : null,
    kubernetesVersion: cluster.observed.kubernetesVersion ?? cluster.kubernetesVersion,
    infrastructure: cluster.infrastructure,
    profile: {
      id: profile.id,
      name: profile.name,
      versionId: version.id,
      version: version.version,
    },
    nodes: { ready, total: cluster.machines },
    createdAt: cluster.createdAt.toISOString(),
    agent: {
      connected: agent?.connected ?? false,
      lastHeartbeatAt: agent?.lastHeartbeatAt?.toISOString() ?? null,
    },
  };
}

/**
 * Ends the operations that a newer one replaces, and begins that one. A deletion is replaced by nothing.
 * The caller holds the cluster's row, so that no other operation begins meanwhile.
 */
export async function beginOperation(
  ctx: VerbContext,
  input: {
    id: string;
    cluster: Pick<ClusterRow, "id" | "generation">;
    kind: typeof operations.$inferInsert.kind;
    title: string;
  },
): Promise<void> {
  const now = ctx.clock.now();
  const open = and(eq(operations.clusterId, input.cluster.id), isNull(operations.finishedAt));
  const replaced = and(open, ne(operations.kind, "delete"));
  await ctx.tx.update(operations).set({ state: "Superseded", finishedAt: now }).where(replaced);
  await ctx.tx.insert(operations).values({
    tenantId: ctx.tenantId,
    id: input.id,
    clusterId: input.cluster.id,
    kind: input.kind,
    title: input.title,
    state: "Running",
    generation: input.cluster.generation,
    startedBy: ctx.actor.id,
    startedAt: now,
  });
}
