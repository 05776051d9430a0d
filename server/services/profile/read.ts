import { and, count, desc, eq, inArray, isNull } from "drizzle-orm";
import { z } from "zod";
import { idSchema } from "@/server/domain/ids/ids";
import { withPresets } from "@/server/domain/profile/layer-presets";
import type { ProfileSummaryView, ProfileVersionView } from "@/server/domain/profile/views";
import { compareVersions } from "@/server/domain/pack/version";
import { clusterProfiles, clusterProfileVersions, clusters } from "@/server/db/schema";
import type { VerbContext } from "@/server/services/kit/context";
import { defineRead } from "@/server/services/kit/define";
import { inProject, namedProject } from "@/server/services/kit/named-project";
import {
  getVersionRow,
  layerHeaders,
  projectOfVersion,
  publisherNames,
  versionsOf,
  versionColumns,
  versionSummary,
  type VersionLine,
} from "./internal";

/** The profiles of a project with their versions and the newest stack. */
export const listProfiles = defineRead({
  permission: "clusterProfile.list",
  input: inProject,
  project: namedProject,
  async run(ctx, input): Promise<ProfileSummaryView[]> {
    const where = and(
      eq(clusterProfiles.projectId, input.projectId),
      isNull(clusterProfiles.deletedAt),
    );
    const rows = await ctx.tx
      .select()
      .from(clusterProfiles)
      .where(where)
      .orderBy(desc(clusterProfiles.updatedAt));
    const ids = rows.map((row) => row.id);
    if (ids.length === 0) return [];
    const versions = await ctx.tx
      .select(versionColumns)
      .from(clusterProfileVersions)
      .where(inArray(clusterProfileVersions.profileId, ids));
    versions.sort((a, b) => compareVersions(b.version, a.version));
    const stacks = await newestStacks(ctx, versions);
    const used = await clustersPerProfile(ctx, ids);
    const names = await publisherNames(ctx, versions);
    return rows.map((row) => {
      const own = versions.filter(({ profileId }) => profileId === row.id);
      const stack = stacks.get(row.id) ?? [];
      return {
        id: row.id,
        name: row.name,
        description: row.description,
        type: row.type,
        cloudType: row.cloudType,
        tags: row.tags,
        versions: own.map((one) => versionSummary(one, names)),
        stack: stack.map(({ kind, name, pack }) => ({
          kind,
          name,
          packName: pack.name,
          version: pack.version,
          digest: pack.digest,
        })),
        clusters: used.get(row.id) ?? 0,
        updatedAt: row.updatedAt.toISOString(),
      };
    });
  },
});

/** The layers of each profile's highest version; `versions` has the highest first. */
async function newestStacks(ctx: VerbContext, versions: readonly VersionLine[]) {
  const newest = new Map(versions.toReversed().map((one) => [one.profileId, one.id]));
  const { id, profileId } = clusterProfileVersions;
  const rows = await ctx.tx
    .select({ profileId, layers: layerHeaders })
    .from(clusterProfileVersions)
    .where(inArray(id, [...newest.values()]));
  return new Map(rows.map((row) => [row.profileId, row.layers]));
}

async function clustersPerProfile(ctx: VerbContext, ids: string[]): Promise<Map<string, number>> {
  const rows = await ctx.tx
    .select({ profileId: clusterProfileVersions.profileId, clusters: count() })
    .from(clusters)
    .innerJoin(clusterProfileVersions, eq(clusterProfileVersions.id, clusters.profileVersionId))
    .where(and(inArray(clusterProfileVersions.profileId, ids), isNull(clusters.deletedAt)))
    .groupBy(clusterProfileVersions.profileId);
  return new Map(rows.map((row) => [row.profileId, row.clusters]));
}

/** One version with everything the builder edits. */
export const getProfileVersion = defineRead({
  permission: "clusterProfile.get",
  input: z.object({ versionId: idSchema("profileVersion") }),
  project: projectOfVersion,
  async run(ctx, input): Promise<ProfileVersionView> {
    const { version, profile } = await getVersionRow(ctx, input.versionId);
    const versions = await versionsOf(ctx, profile.id);
    const names = await publisherNames(ctx, versions);
    return {
      id: version.id,
      version: version.version,
      state: version.state,
      note: version.note,
      digest: version.digest,
      layers: version.layers.map(withPresets),
      revision: version.revision,
      updatedAt: version.updatedAt.toISOString(),
      profile: {
        id: profile.id,
        projectId: profile.projectId,
        name: profile.name,
        description: profile.description,
        type: profile.type,
        cloudType: profile.cloudType,
        versions: versions.map((one) => versionSummary(one, names)),
      },
    };
  },
});
