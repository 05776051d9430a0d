import { eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { notFound } from "@/server/domain/errors/app-error";
import { toSummary } from "@/server/domain/pack/parse-pack";
import type { Pack, PackSummary } from "@/server/domain/pack/types";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { Tx } from "@/server/db/client";
import { packs } from "@/server/db/schema";
import { defineRead } from "@/server/services/kit/define";
import { inProject, namedProject } from "@/server/services/kit/named-project";

/** Every pack a profile of the project can use, without values, charts and manifests. */
export const listPacks = defineRead({
  permission: "packRegistry.list",
  input: inProject,
  project: namedProject,
  async run(ctx): Promise<PackSummary[]> {
    const rows = await ctx.tx
      .select({ content: packs.content })
      .from(packs)
      .where(isNull(packs.withdrawnAt));
    return rows.map(({ content }) => toSummary(content));
  },
});

/** One pack with everything the editor needs; by digest, so withdrawn revisions open as well. */
export const getPack = defineRead({
  permission: "packRegistry.get",
  input: inProject.extend({ digest: z.string().min(1).max(200) }),
  project: namedProject,
  async run(ctx, input): Promise<Pack> {
    const where = eq(packs.digest, input.digest);
    const [row] = await ctx.tx.select({ content: packs.content }).from(packs).where(where);
    if (!row) throw notFound("pack", input.digest);
    return row.content;
  },
});

/** The packs of these layers by digest; a missing one is simply not there. */
export async function packsOfLayers(
  tx: Tx,
  layers: readonly ProfileLayer[],
): Promise<Map<string, Pack>> {
  const digests = [...new Set(layers.map((layer) => layer.pack.digest))];
  if (digests.length === 0) return new Map();
  const columns = { digest: packs.digest, content: packs.content }; // the files are large and not needed
  const rows = await tx.select(columns).from(packs).where(inArray(packs.digest, digests));
  return new Map(rows.map((row) => [row.digest, row.content]));
}
