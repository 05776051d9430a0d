import { and, desc, eq, isNull } from "drizzle-orm";
import { layersReport } from "@/server/domain/agent/layer-status";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { inTenant } from "@/server/db/client";
import {
  clusterAgents,
  clusterProfileVersions,
  clusterReports,
  clusters,
  operations,
} from "@/server/db/schema";
import type { WorkItem } from "@/server/queue/queue";
import { renderCluster, type RenderedCluster } from "@/server/services/agent/desired";
import { lightLayers } from "@/server/services/profile/internal";
import type { ServiceDeps } from "@/server/services/kit/context";

/** One run's view of the rows. */
export interface ClusterScope {
  cluster: typeof clusters.$inferSelect;
  layers: ProfileLayer[];
  /** The operation that is under way, if any. */
  operation: typeof operations.$inferSelect | undefined;
  rendered: RenderedCluster | null;
  layerReport: ReturnType<typeof layersReport.parse> | null;
  /** When the agent was heard last. */
  lastHeartbeatAt: Date | null;
}

/** Loads everything a run needs in one transaction; null when no row tells of the cluster. */
export async function loadScope(deps: ServiceDeps, item: WorkItem): Promise<ClusterScope | null> {
  return inTenant(deps.db, item.tenantId, async (tx) => {
    const [row] = await tx
      .select({
        cluster: clusters,
        layers: lightLayers,
        lastHeartbeatAt: clusterAgents.lastHeartbeatAt,
      })
      .from(clusters)
      .innerJoin(clusterProfileVersions, eq(clusterProfileVersions.id, clusters.profileVersionId))
      .leftJoin(clusterAgents, eq(clusterAgents.clusterId, clusters.id))
      .where(eq(clusters.id, item.id));
    if (!row) return null;
    const open = and(eq(operations.clusterId, item.id), isNull(operations.finishedAt));
    const [operation] = await tx
      .select()
      .from(operations)
      .where(open)
      .orderBy(desc(operations.startedAt))
      .limit(1);
    const isLayers = and(eq(clusterReports.clusterId, item.id), eq(clusterReports.kind, "layers"));
    const [report] = await tx
      .select({ data: clusterReports.data })
      .from(clusterReports)
      .where(isLayers);
    return {
      cluster: row.cluster,
      layers: row.layers,
      operation,
      rendered: row.cluster.deletionRequestedAt ? null : await renderCluster(tx, item.id),
      lastHeartbeatAt: row.lastHeartbeatAt,
      layerReport: layersReport.safeParse(report?.data).data ?? null,
    };
  });
}
