import { eq } from "drizzle-orm";
import { labels } from "@/server/domain/cluster/kube-names";
import { messageOf } from "@/server/domain/errors/app-error";
import { inSystem } from "@/server/db/client";
import { clusters } from "@/server/db/schema";
import type { KubeClient } from "@/server/kube/client";
import { createInformer } from "@/server/kube/informer";
import type { KubeObject } from "@/server/kube/types";
import { coalesce } from "@/server/platform/work-queue/coalesce";
import type { WorkQueue } from "@/server/queue/queue";
import type { ServiceDeps } from "@/server/services/kit/context";

const watched = [
  { apiVersion: "cluster.x-k8s.io/v1beta2", kind: "Cluster" },
  { apiVersion: "cluster.x-k8s.io/v1beta2", kind: "Machine" },
  { apiVersion: "infrastructure.cluster.x-k8s.io/v1alpha1", kind: "LocalCluster" },
  { apiVersion: "infrastructure.cluster.x-k8s.io/v1alpha1", kind: "LocalMachine" },
  { apiVersion: "controlplane.cluster.x-k8s.io/v1alpha1", kind: "LocalControlPlane" },
];

/** Looks at a cluster again as soon as one of its objects in the management plane changes. */
export function watchClusters(
  client: KubeClient,
  queue: WorkQueue,
  services: ServiceDeps,
): { stop(): void } {
  const { log } = services;
  const tenants = new Map<string, string>();
  async function tenantOf(clusterId: string): Promise<string | undefined> {
    const known = tenants.get(clusterId);
    if (known) return known;
    const [row] = await inSystem(services.db, (tx) =>
      tx.select({ tenantId: clusters.tenantId }).from(clusters).where(eq(clusters.id, clusterId)),
    );
    if (row) tenants.set(clusterId, row.tenantId);
    return row?.tenantId;
  }
  // A deployment changes its objects many times a second: one look covers what came before it.
  const enqueue = coalesce(async (id) => {
    try {
      const tenantId = await tenantOf(id);
      if (tenantId) await queue.enqueueNow({ kind: "cluster", tenantId, id });
    } catch (error) {
      log.warn({ error: messageOf(error) }, "change not queued");
    }
  });
  const changed = (object: KubeObject) => {
    const id = object.metadata.labels?.[labels.clusterId];
    if (id) enqueue(id);
  };
  const informers = watched.map((kind) =>
    createInformer(client, { kind, log, onChange: changed, onDelete: changed }),
  );
  return { stop: () => informers.forEach((informer) => informer.stop()) };
}
