import { and, eq, isNull, notInArray, sql } from "drizzle-orm";
import { newId } from "@/server/domain/ids/ids";
import type { Pack } from "@/server/domain/pack/types";
import { advisoryLocks } from "@/server/db/advisory-locks";
import { inSystem } from "@/server/db/client";
import { packRegistries, packs } from "@/server/db/schema";
import type { ServiceDeps } from "@/server/services/kit/context";

/** The name of the registry that comes with Lamina. */
export const bundledRegistry = "public";

/** A pack read from disk with its files in base64. */
export interface LoadedPack {
  pack: Pack;
  files: Record<string, string>;
}

/**
 * Brings the bundled registry's rows to what is on disk. Revisions are never changed: one that
 * differs gets a new row, and the old one is only withdrawn, so profiles that name it still work.
 */
export async function syncBundledPacks(deps: ServiceDeps, loaded: LoadedPack[]): Promise<void> {
  await inSystem(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${advisoryLocks.bundledPacks})`);
    const where = and(eq(packRegistries.name, bundledRegistry), isNull(packRegistries.tenantId));
    const [existing] = await tx.select().from(packRegistries).where(where);
    const registryId = existing?.id ?? newId("registry");
    const row = { id: registryId, name: bundledRegistry, kind: "bundled" as const };
    if (!existing) await tx.insert(packRegistries).values(row);
    const digests = loaded.map((l) => l.pack.digest);
    const gone = and(eq(packs.registryId, registryId), notInArray(packs.digest, digests));
    await tx
      .update(packs)
      .set({ withdrawnAt: deps.clock.now() })
      .where(and(gone, isNull(packs.withdrawnAt)));
    for (const { pack, files } of loaded) {
      await tx
        .insert(packs)
        .values({
          id: newId("pack"),
          registryId,
          name: pack.name,
          version: pack.version,
          layer: pack.layer,
          digest: pack.digest,
          content: pack,
          files,
        })
        // The reader may have learned to see more in the same bytes.
        .onConflictDoUpdate({
          target: [packs.registryId, packs.digest],
          set: { content: pack, withdrawnAt: null },
        });
    }
    const now = deps.clock.now();
    await tx.update(packRegistries).set({ syncedAt: now }).where(eq(packRegistries.id, registryId));
  });
}
