import { and, isNull, lt, sql } from "drizzle-orm";
import { assessCapacity, stillNeededMiB, type Memory } from "@/server/domain/cluster/capacity";
import type { Pool } from "@/server/domain/cluster/types";
import { AppError } from "@/server/domain/errors/app-error";
import { advisoryLocks } from "@/server/db/advisory-locks";
import { asOwner } from "@/server/db/client";
import { clusters } from "@/server/db/schema";
import type { VerbContext } from "@/server/services/kit/context";

/** The machine's memory, and what clusters of any tenant will still take of it. */
export async function memoryLeft(ctx: VerbContext): Promise<Memory> {
  const observedGeneration = sql<number>`(${clusters.observed}->>'generation')::int`;
  const growing = and(
    isNull(clusters.deletedAt),
    isNull(clusters.deletionRequestedAt),
    lt(observedGeneration, clusters.generation),
  );
  // The machine is shared by all tenants, so their clusters are added up as the owner; only a sum leaves.
  const rows = await asOwner(ctx.tx, () =>
    ctx.tx
      .select({ spec: clusters.spec, observed: clusters.observed })
      .from(clusters)
      .where(growing),
  );
  const promisedMiB = rows.reduce(
    (sum, row) => sum + stillNeededMiB(row.spec.pools, row.observed.pools),
    0,
  );
  return { ...ctx.ports.memory(), promisedMiB };
}

/** Refuses pools that do not fit beside everything already asked for; `field` is the input they came in. */
export async function refuseTooLarge(
  ctx: VerbContext,
  pools: readonly Pick<Pool, "role" | "size">[],
  field: string,
): Promise<void> {
  // Only one transaction of the installation at a time decides what still fits.
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(${advisoryLocks.capacity})`);
  const capacity = assessCapacity(pools, await memoryLeft(ctx));
  if (capacity.fits) return;
  throw new AppError("LIMIT_EXCEEDED", capacity.message, { fields: { [field]: capacity.message } });
}
