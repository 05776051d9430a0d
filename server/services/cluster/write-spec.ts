import { and, eq, isNull } from "drizzle-orm";
import type { Fit } from "@/server/domain/cluster/profile-version";
import { AppError } from "@/server/domain/errors/app-error";
import { newId } from "@/server/domain/ids/ids";
import { clusters, type operations } from "@/server/db/schema";
import type { VerbContext } from "@/server/services/kit/context";
import { beginOperation, getClusterRow, type ClusterRow } from "./internal";

/** What a person changed of a cluster: its spec, its profile version, or both. */
export type SpecChange = Partial<Pick<ClusterRow, "spec" | "profileVersionId">>;

/** A cluster that is being deleted changes no more. */
export function refuseWhileDeleting(row: ClusterRow): void {
  if (!row.deletionRequestedAt) return;
  throw new AppError("PRECONDITION_FAILED", `${row.name} is being deleted and cannot be changed.`);
}

/** The Kubernetes version that the chosen profile version brings, or the refusal at its field. */
export function kubernetesOrRefuse(fit: Fit): string {
  if (fit.fault === null) return fit.kubernetesVersion;
  const fields = { profileVersionId: fit.fault };
  throw new AppError("PRECONDITION_FAILED", fit.fault, { fields });
}

/**
 * Writes the change if the cluster still stands as it was read and as the person saw it (a conditional
 * UPDATE wins the race, also against a deletion), and begins the operation that carries it out.
 * Returns the new generation.
 */
export async function writeSpec(
  ctx: VerbContext,
  row: ClusterRow,
  seenGeneration: number,
  change: SpecChange,
  operation: Pick<typeof operations.$inferInsert, "kind" | "title">,
): Promise<number> {
  if (row.generation !== seenGeneration) throw stale(row);
  const generation = row.generation + 1;
  const asRead = and(eq(clusters.id, row.id), eq(clusters.generation, row.generation));
  const changed = await ctx.tx
    .update(clusters)
    .set({ ...change, generation, updatedAt: ctx.clock.now() })
    .where(and(asRead, isNull(clusters.deletionRequestedAt)))
    .returning({ id: clusters.id });
  if (changed.length === 0) {
    refuseWhileDeleting(await getClusterRow(ctx, row.id));
    throw stale(row);
  }
  await beginOperation(ctx, {
    id: newId("operation"),
    cluster: { id: row.id, generation },
    ...operation,
  });
  await ctx.ports.enqueue(ctx.tx, { kind: "cluster", tenantId: ctx.tenantId, id: row.id });
  return generation;
}

function stale({ name }: ClusterRow): AppError {
  const message = `${name} was changed by someone else in the meantime. Review it, then try again.`;
  return new AppError("STALE", message);
}
