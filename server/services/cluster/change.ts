import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { poolsSchema, scalePoolInput } from "@/server/domain/cluster/types";
import { AppError } from "@/server/domain/errors/app-error";
import { idSchema, newId } from "@/server/domain/ids/ids";
import { clusters, operations } from "@/server/db/schema";
import { defineWrite, parseInput } from "@/server/services/kit/define";
import { refuseTooLarge } from "./capacity";
import { beginOperation, getClusterRow, projectOfCluster } from "./internal";
import { neededAssets } from "./needed-assets";
import { refuseWhileDeleting, writeSpec } from "./write-spec";

/** Changes the number of machines of a pool. A control plane can grow from 1 to 3, never shrink. */
export const scalePool = defineWrite({
  permission: "cluster.update",
  input: scalePoolInput,
  project: projectOfCluster,
  async run(ctx, input) {
    const row = await getClusterRow(ctx, input.clusterId);
    const pool = row.spec.pools.find((p) => p.name === input.pool);
    if (!pool) throw new AppError("NOT_FOUND", `${row.name} has no pool named ${input.pool}.`);
    refuseWhileDeleting(row);
    if (pool.role === "control-plane" && input.size < pool.size) {
      throw new AppError("BAD_INPUT", "A control plane can be scaled from 1 to 3 nodes, not down.");
    }
    const pools = row.spec.pools.map((p) => (p === pool ? { ...p, size: input.size } : p));
    // Labels and taints were judged when the pool was made, perhaps by an earlier release's rules.
    parseInput(
      poolsSchema,
      pools.map(({ name, role, size }) => ({ name, role, size })),
    );
    if (input.size > pool.size) {
      await refuseTooLarge(ctx, [{ role: pool.role, size: input.size - pool.size }], "size");
    }
    const title = `Scale ${pool.name} from ${pool.size} to ${input.size}`;
    const spec = { ...row.spec, pools };
    const generation = await writeSpec(
      ctx,
      row,
      input.generation,
      { spec },
      { kind: "scale", title },
    );
    return {
      result: { generation },
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
  input: z.object({ clusterId: idSchema("cluster"), confirmName: z.string().max(200) }),
  project: projectOfCluster,
  async run(ctx, input) {
    const row = await getClusterRow(ctx, input.clusterId);
    if (input.confirmName !== row.name) {
      const message = `Type ${row.name} to delete it.`;
      throw new AppError("BAD_INPUT", message, { fields: { confirmName: message } });
    }
    const begun = await ctx.tx
      .update(clusters)
      .set({ deletionRequestedAt: ctx.clock.now() })
      .where(and(eq(clusters.id, row.id), isNull(clusters.deletionRequestedAt)))
      .returning({ id: clusters.id });
    if (begun.length > 0) {
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

/** Tries what failed again now, instead of after its pause: the reconciler, the agent, and the programs it needs. */
export const retryCluster = defineWrite({
  permission: "cluster.update",
  input: z.object({ clusterId: idSchema("cluster") }),
  project: projectOfCluster,
  async run(ctx, input) {
    const row = await getClusterRow(ctx, input.clusterId);
    await ctx.tx
      .update(operations)
      .set({ attempt: sql`${operations.attempt} + 1` })
      .where(and(eq(operations.clusterId, row.id), isNull(operations.finishedAt)));
    await ctx.ports.enqueue(ctx.tx, { kind: "cluster", tenantId: ctx.tenantId, id: row.id });
    return {
      result: { clusterId: row.id },
      audit: {
        action: "cluster.retry",
        object: { kind: "cluster", id: row.id, name: row.name },
        projectId: row.projectId,
      },
      committed() {
        const needed = neededAssets(ctx.ports, row.spec.kubernetesVersion);
        for (const { state, name, version } of needed) {
          if (state === "failed") ctx.ports.assets.retry(name, version);
        }
        ctx.ports.agents.retry(row.id);
      },
    };
  },
});
