import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { poolsSchema, scalePoolInput, type ClusterSpec } from "@/server/domain/cluster/types";
import { AppError } from "@/server/domain/errors/app-error";
import { idSchema, newId } from "@/server/domain/ids/ids";
import { clusters } from "@/server/db/schema";
import type { VerbContext } from "@/server/services/kit/context";
import { defineWrite, parseInput } from "@/server/services/kit/define";
import { refuseTooLarge } from "./capacity";
import { beginOperation, getClusterRow, projectOfCluster, type ClusterRow } from "./internal";

/** Changes the number of machines of a pool. A control plane can grow from 1 to 3, never shrink. */
export const scalePool = defineWrite({
  permission: "cluster.update",
  input: scalePoolInput,
  project: projectOfCluster,
  async run(ctx, input) {
    const row = await getClusterRow(ctx, input.clusterId);
    const pool = row.spec.pools.find((p) => p.name === input.pool);
    if (!pool) throw new AppError("NOT_FOUND", `There is no pool ${input.pool} in ${row.name}.`);
    refuseWhileDeleting(row);
    if (pool.role === "control-plane" && input.size < pool.size) {
      throw new AppError("BAD_INPUT", "A control plane can grow from 1 to 3 nodes, not shrink.");
    }
    const pools = row.spec.pools.map((p) => (p === pool ? { ...p, size: input.size } : p));
    parseInput(poolsSchema, pools);
    if (input.size > pool.size) {
      await refuseTooLarge(ctx, [{ role: pool.role, size: input.size - pool.size }], "size");
    }
    const title = `Scale ${pool.name} from ${pool.size} to ${input.size}`;
    await writeSpec(ctx, row, input.generation, { ...row.spec, pools }, title);
    return {
      result: { generation: row.generation + 1 },
      audit: {
        action: "cluster.scale",
        object: { kind: "cluster", id: row.id, name: row.name },
        projectId: row.projectId,
        details: { pool: pool.name, from: pool.size, to: input.size },
      },
    };
  },
});

/** Asks for the cluster's removal. The typed name proves that the person means this one. */
export const deleteCluster = defineWrite({
  permission: "cluster.delete",
  input: z.object({ clusterId: idSchema("cluster"), confirmName: z.string() }),
  project: projectOfCluster,
  async run(ctx, input) {
    const row = await getClusterRow(ctx, input.clusterId);
    if (input.confirmName !== row.name) {
      const message = `Type ${row.name} to delete it.`;
      throw new AppError("BAD_INPUT", message, { fields: { confirmName: message } });
    }
    if (!row.deletionRequestedAt) {
      const now = ctx.clock.now();
      await ctx.tx
        .update(clusters)
        .set({ deletionRequestedAt: now })
        .where(eq(clusters.id, row.id));
      const title = `Delete ${row.name}`;
      await beginOperation(ctx, { id: newId("operation"), cluster: row, kind: "delete", title });
    }
    await ctx.ports.enqueue(ctx.tx, { kind: "cluster", tenantId: ctx.tenantId, id: row.id });
    return {
      result: { clusterId: row.id },
      audit: {
        action: "cluster.delete",
        object: { kind: "cluster", id: row.id, name: row.name },
        projectId: row.projectId,
      },
    };
  },
});

/** Tries what failed again now, instead of after its pause: the reconciler, the agent and the assets. */
export const retryCluster = defineWrite({
  permission: "cluster.update",
  input: z.object({ clusterId: idSchema("cluster") }),
  project: projectOfCluster,
  async run(ctx, input) {
    const row = await getClusterRow(ctx, input.clusterId);
    for (const asset of ctx.ports.assets.states()) {
      if (asset.state === "failed") ctx.ports.assets.retry(asset.name, asset.version);
    }
    ctx.ports.agents.retry(row.id);
    await ctx.ports.enqueue(ctx.tx, { kind: "cluster", tenantId: ctx.tenantId, id: row.id });
    return {
      result: { clusterId: row.id },
      audit: {
        action: "cluster.retry",
        object: { kind: "cluster", id: row.id, name: row.name },
        projectId: row.projectId,
      },
    };
  },
});

function refuseWhileDeleting(row: ClusterRow): void {
  if (!row.deletionRequestedAt) return;
  throw new AppError("PRECONDITION_FAILED", `${row.name} is being deleted and cannot change.`);
}

/** Writes the spec if nobody else did since the person looked; a conditional UPDATE wins the race. */
async function writeSpec(
  ctx: VerbContext,
  row: ClusterRow,
  seenGeneration: number,
  spec: ClusterSpec,
  title: string,
): Promise<void> {
  const generation = seenGeneration + 1;
  const changed = await ctx.tx
    .update(clusters)
    .set({ spec, generation, updatedAt: ctx.clock.now() })
    .where(and(eq(clusters.id, row.id), eq(clusters.generation, seenGeneration)))
    .returning({ id: clusters.id });
  if (changed.length === 0) {
    const message = `${row.name} was changed by someone else meanwhile: look at it again, then repeat.`;
    throw new AppError("STALE", message);
  }
  const cluster = { id: row.id, generation };
  await beginOperation(ctx, { id: newId("operation"), cluster, kind: "scale", title });
  await ctx.ports.enqueue(ctx.tx, { kind: "cluster", tenantId: ctx.tenantId, id: row.id });
}
