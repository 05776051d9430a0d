import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import type {
  ClusterDetail,
  ClusterReports,
  ClusterSummary,
  OperationView,
  Reported,
} from "@/server/domain/cluster/views";
import type { LayersReport } from "@/server/domain/agent/layer-status";
import { AppError, notFound } from "@/server/domain/errors/app-error";
import { idSchema } from "@/server/domain/ids/ids";
import { clusterProfileVersions, clusterReports, clusters, operations } from "@/server/db/schema";
import type { VerbContext } from "@/server/services/kit/context";
import { defineRead, defineWrite } from "@/server/services/kit/define";
import { inProject, namedProject } from "@/server/services/kit/named-project";
import { layerHeaders } from "@/server/services/profile/internal";
import {
  clusterQuery,
  getClusterRow,
  projectOfAnyCluster,
  projectOfCluster,
  summaryOf,
} from "./internal";

const byId = z.object({ clusterId: idSchema("cluster") });

/** The clusters of a project, the newest first. */
export const listClusters = defineRead({
  permission: "cluster.list",
  input: inProject,
  project: namedProject,
  async run(ctx, input): Promise<ClusterSummary[]> {
    const where = and(eq(clusters.projectId, input.projectId), isNull(clusters.deletedAt));
    const rows = await clusterQuery(ctx).where(where).orderBy(desc(clusters.createdAt));
    return rows.map(summaryOf);
  },
});

/** One cluster, without the agent's reports. A deleted one says that it is. */
export const getCluster = defineRead({
  permission: "cluster.get",
  input: byId,
  project: projectOfAnyCluster,
  async run(ctx, input): Promise<ClusterDetail> {
    const where = eq(clusters.id, input.clusterId);
    const [row] = await clusterQuery(ctx).where(where);
    const [detail] = await detailQuery(ctx).where(where);
    if (!row || !detail) throw notFound("cluster", input.clusterId);
    const { observed, conditions } = row.cluster;
    const layers = detail.layers.map(({ pack, ...layer }) => ({
      ...layer,
      packName: pack.name,
      version: pack.version,
    }));
    return { ...summaryOf(row), ...detail, observed, conditions, layers };
  },
});

/** What a cluster's own page shows beyond the list. */
function detailQuery(ctx: VerbContext) {
  return ctx.tx
    .select({
      spec: clusters.spec,
      generation: clusters.generation,
      createdBy: clusters.createdBy,
      hasKubeconfig: sql<boolean>`${clusters.kubeconfigSealed} is not null`,
      layers: layerHeaders,
    })
    .from(clusters)
    .innerJoin(
      clusterProfileVersions,
      and(
        eq(clusterProfileVersions.tenantId, clusters.tenantId),
        eq(clusterProfileVersions.id, clusters.profileVersionId),
      ),
    );
}

/** Every long action on a cluster with its steps, the newest first. */
export const listOperations = defineRead({
  permission: "cluster.get",
  input: byId,
  project: projectOfAnyCluster,
  async run(ctx, input): Promise<OperationView[]> {
    const rows = await ctx.tx
      .select()
      .from(operations)
      .where(eq(operations.clusterId, input.clusterId))
      .orderBy(desc(operations.startedAt))
      .limit(50);
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      title: row.title,
      state: row.state,
      attempt: row.attempt,
      steps: row.steps,
      startedAt: row.startedAt.toISOString(),
      finishedAt: row.finishedAt?.toISOString() ?? null,
    }));
  },
});

/** What the agent last said of nodes, workloads, events and layers. */
export const getClusterReports = defineRead({
  permission: "cluster.get",
  input: byId,
  project: projectOfCluster,
  async run(ctx, input): Promise<ClusterReports> {
    const kinds = ["nodes", "workloads", "events", "layers"];
    const where = and(
      eq(clusterReports.clusterId, input.clusterId),
      inArray(clusterReports.kind, kinds),
    );
    const rows = await ctx.tx.select().from(clusterReports).where(where);
    const found = <T>(kind: string, items: (data: unknown) => T[]): Reported<T> => {
      const row = rows.find((r) => r.kind === kind);
      return {
        reportedAt: row?.reportedAt.toISOString() ?? null,
        data: row ? items(row.data) : [],
      };
    };
    // Rows were checked against the protocol's schemas when they arrived (server/tunnel/connection.ts).
    return {
      nodes: found("nodes", (data) => data as ClusterReports["nodes"]["data"]),
      workloads: found("workloads", (data) => data as ClusterReports["workloads"]["data"]),
      events: found("events", (data) => data as ClusterReports["events"]["data"]),
      layers: found("layers", (data) => (data as LayersReport).layers),
    };
  },
});

/**
 * The administrator's kubeconfig: it opens everything in the cluster, so it asks for more than a look,
 * and the audit trail tells who has it.
 */
export const downloadKubeconfig = defineWrite({
  permission: "cluster.delete",
  input: byId,
  project: projectOfCluster,
  async run(ctx, input) {
    const row = await getClusterRow(ctx, input.clusterId);
    if (!row.kubeconfigSealed) {
      const message = "The kubeconfig is not available yet: the control plane is still starting.";
      throw new AppError("PRECONDITION_FAILED", message);
    }
    const place = { tenantId: ctx.tenantId, table: "clusters", column: "kubeconfig", row: row.id };
    const content = await ctx.keyring.open(ctx.tx, place, row.kubeconfigSealed);
    return {
      result: { fileName: `${row.name}.kubeconfig`, content },
      audit: {
        action: "cluster.downloadKubeconfig",
        object: { kind: "cluster", id: row.id, name: row.name },
        projectId: row.projectId,
      },
    };
  },
});
