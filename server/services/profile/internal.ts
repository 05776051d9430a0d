import { and, desc, eq, inArray, isNull, sql, type SQL } from "drizzle-orm";
import { notFound } from "@/server/domain/errors/app-error";
import { compareVersions } from "@/server/domain/pack/version";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { ProfileVersionSummary } from "@/server/domain/profile/views";
import { clusterProfiles, clusterProfileVersions, users } from "@/server/db/schema";
import type { VerbContext } from "@/server/services/kit/context";

export type ProfileRow = typeof clusterProfiles.$inferSelect;
export type VersionRow = typeof clusterProfileVersions.$inferSelect;

/** The live profile of this tenant, or NOT_FOUND. */
export async function getProfileRow(ctx: VerbContext, id: string): Promise<ProfileRow> {
  const [row] = await selectProfile(ctx, id);
  if (!row) throw notFound("cluster profile", id);
  return row;
}

/** The same, held until the transaction ends: what is checked next stays true. */
export async function lockProfile(ctx: VerbContext, id: string): Promise<ProfileRow> {
  const [row] = await selectProfile(ctx, id).for("update");
  if (!row) throw notFound("cluster profile", id);
  return row;
}

function selectProfile(ctx: VerbContext, id: string) {
  const where = and(eq(clusterProfiles.id, id), isNull(clusterProfiles.deletedAt));
  return ctx.tx.select().from(clusterProfiles).where(where);
}

/**
 * A version as a cluster of this project may ask for it. Its profile is held, so that it is not deleted
 * while the cluster is being made of it.
 */
export async function getVersionForCluster(
  ctx: VerbContext,
  id: string,
  projectId: string,
): Promise<{ version: VersionRow; profile: ProfileRow }> {
  const { version } = await getVersionRow(ctx, id);
  const [profile] = await selectProfile(ctx, version.profileId).for("share");
  if (profile?.projectId !== projectId) throw notFound("profile version", id);
  return { version, profile };
}

/** A version with its profile, or NOT_FOUND. */
export async function getVersionRow(
  ctx: VerbContext,
  id: string,
): Promise<{ version: VersionRow; profile: ProfileRow }> {
  const where = eq(clusterProfileVersions.id, id);
  const [version] = await ctx.tx.select().from(clusterProfileVersions).where(where);
  if (!version) throw notFound("profile version", id);
  return { version, profile: await getProfileRow(ctx, version.profileId) };
}

export const projectOfProfile = async (ctx: VerbContext, input: { profileId: string }) =>
  (await getProfileRow(ctx, input.profileId)).projectId;

export const projectOfVersion = async (ctx: VerbContext, input: { versionId: string }) => {
  const { id, profileId } = clusterProfileVersions;
  const [row] = await ctx.tx
    .select({ profileId })
    .from(clusterProfileVersions)
    .where(eq(id, input.versionId));
  if (!row) throw notFound("profile version", input.versionId);
  return (await getProfileRow(ctx, row.profileId)).projectId;
};

/** A version without its layers: they are megabytes, and lists show only how many there are. */
export const versionColumns = {
  id: clusterProfileVersions.id,
  profileId: clusterProfileVersions.profileId,
  version: clusterProfileVersions.version,
  state: clusterProfileVersions.state,
  note: clusterProfileVersions.note,
  digest: clusterProfileVersions.digest,
  updatedAt: clusterProfileVersions.updatedAt,
  publishedAt: clusterProfileVersions.publishedAt,
  publishedBy: clusterProfileVersions.publishedBy,
  layerCount: sql<number>`jsonb_array_length(${clusterProfileVersions.layers})`,
};
export type VersionLine = Omit<VersionRow, "tenantId" | "layers" | "revision" | "createdAt"> & {
  layerCount: number;
};

/** A version's layers without their texts, as lists and pages of clusters show them. */
export const layerHeaders = layersWith(sql`jsonb_build_object(
  'id', layer -> 'id', 'name', layer -> 'name', 'kind', layer -> 'kind', 'pack', layer -> 'pack'
)`).mapWith((rows) => rows as Pick<ProfileLayer, "id" | "name" | "kind" | "pack">[]);

/** A version's layers without manifests and what presets replaced: what decides whether clusters can run it. */
export const lightLayers = layersWith(
  sql`(layer - 'presets') || '{"manifests": []}'::jsonb`,
).mapWith(clusterProfileVersions.layers);

function layersWith(one: SQL) {
  return sql`(
    select coalesce(jsonb_agg(${one} order by place), '[]'::jsonb)
    from jsonb_array_elements(${clusterProfileVersions.layers}) with ordinality as each(layer, place)
  )`;
}

/** All versions of a profile, the highest first. */
export async function versionsOf(ctx: VerbContext, profileId: string): Promise<VersionLine[]> {
  const rows = await ctx.tx
    .select(versionColumns)
    .from(clusterProfileVersions)
    .where(eq(clusterProfileVersions.profileId, profileId))
    .orderBy(desc(clusterProfileVersions.createdAt));
  return rows.sort((a, b) => compareVersions(b.version, a.version));
}

/** The names of those who published these versions, by their ids. */
export async function publisherNames(
  ctx: VerbContext,
  versions: readonly VersionLine[],
): Promise<Map<string, string>> {
  const ids = [...new Set(versions.flatMap(({ publishedBy }) => publishedBy ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await ctx.tx
    .select({ id: users.id, nameSealed: users.nameSealed })
    .from(users)
    .where(inArray(users.id, ids));
  const named = rows.map(async ({ id, nameSealed }): Promise<[string, string]> => {
    const place = { tenantId: ctx.tenantId, table: "users", column: "name", row: id };
    return [id, await ctx.keyring.open(ctx.tx, place, nameSealed)];
  });
  return new Map(await Promise.all(named));
}

/** A version's line in a list. */
export function versionSummary(
  row: VersionLine,
  names: ReadonlyMap<string, string>,
): ProfileVersionSummary {
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    note: row.note,
    digest: row.digest,
    updatedAt: row.updatedAt.toISOString(),
    publishedAt: row.publishedAt?.toISOString() ?? null,
    publishedBy: names.get(row.publishedBy ?? "") ?? null,
    layerCount: row.layerCount,
  };
}
