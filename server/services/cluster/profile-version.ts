import { and, eq, inArray, isNull } from "drizzle-orm";
import { clusterProfileVersions, clusters } from "@/server/db/schema";
import {
  fitsCluster,
  standingOf,
  type MovingCluster,
} from "@/server/domain/cluster/profile-version";
import { changeProfileVersionInput } from "@/server/domain/cluster/types";
import { newestUpdate } from "@/server/domain/cluster/newest-update";
import type { ClusterUpdate, VersionChoice } from "@/server/domain/cluster/views";
import { compareVersions } from "@/server/domain/pack/version";
import { kubernetesVersionOf } from "@/server/domain/profile/kubernetes-version";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { VerbContext } from "@/server/services/kit/context";
import { defineRead, defineWrite } from "@/server/services/kit/define";
import { inProject, namedProject } from "@/server/services/kit/named-project";
import {
  getVersionForCluster,
  getVersionRow,
  lightLayers,
  versionsOf,
  type VersionLine,
} from "@/server/services/profile/internal";
import {
  clusterQuery,
  getClusterRow,
  projectOfCluster,
  type ClusterJoin,
  type ClusterRow,
} from "./internal";
import { kubernetesOrRefuse, refuseWhileDeleting, writeSpec } from "./write-spec";

/** The published versions of the cluster's profile, the highest first, each with what stands against it. */
export const listVersionChoices = defineRead({
  permission: "cluster.get",
  input: changeProfileVersionInput.pick({ clusterId: true }),
  project: projectOfCluster,
  async run(ctx, input): Promise<VersionChoice[]> {
    const { cluster, profile } = await load(ctx, await getClusterRow(ctx, input.clusterId));
    const published = (await versionsOf(ctx, profile.id)).filter((v) => v.state === "published");
    const layersOf = await readLayers(ctx, published);
    return published.map((row) => ({
      ...standingOf({ ...row, layers: layersOf(row.id), profile }, cluster),
      id: row.id,
      note: row.note,
      publishedAt: row.publishedAt?.toISOString() ?? null,
      kubernetesVersion: kubernetesVersionOf(layersOf(row.id)),
    }));
  },
});

/** The clusters of a project for which there is a newer version to move to. */
export const listUpdates = defineRead({
  permission: "cluster.list",
  input: inProject,
  project: namedProject,
  async run(ctx, input): Promise<ClusterUpdate[]> {
    const where = and(
      eq(clusters.projectId, input.projectId),
      isNull(clusters.deletionRequestedAt),
      isNull(clusters.deletedAt),
    );
    const rows = await clusterQuery(ctx).where(where);
    const above = await publishedAbove(ctx, rows);
    const moving = rows.filter((row) => above.some((version) => isAbove(version, row)));
    const layersOf = await readLayers(ctx, [...above, ...moving.map(({ version }) => version)]);
    return moving.flatMap(({ cluster, version, profile }) => {
      const current = { ...version, layers: layersOf(version.id), profile };
      const from = movingCluster({ ...cluster, spec: cluster }, current);
      const offered = above.filter(({ profileId }) => profileId === profile.id);
      const update = newestUpdate(
        offered.map((to) => standingOf({ ...to, layers: layersOf(to.id), profile }, from)),
      );
      return update ? [{ clusterId: cluster.id, version: update.version }] : [];
    });
  },
});

type PublishedVersion = Pick<VersionLine, "id" | "profileId" | "version" | "state">;

function isAbove({ profileId, version }: PublishedVersion, used: ClusterJoin): boolean {
  return used.profile.id === profileId && compareVersions(version, used.version.version) > 0;
}

/** The published versions that are above one in use. */
async function publishedAbove(
  ctx: VerbContext,
  used: readonly ClusterJoin[],
): Promise<PublishedVersion[]> {
  const { id, profileId, version, state } = clusterProfileVersions;
  const profiles = [...new Set(used.map(({ profile }) => profile.id))];
  const all = await ctx.tx
    .select({ id, profileId, version, state })
    .from(clusterProfileVersions)
    .where(and(inArray(profileId, profiles), eq(state, "published")));
  return all.filter((row) => used.some((one) => isAbove(row, one)));
}

/** The layers of these versions by id. They are large: only those of versions to judge are read. */
async function readLayers(
  ctx: VerbContext,
  versions: readonly { id: string }[],
): Promise<(versionId: string) => ProfileLayer[]> {
  const { id } = clusterProfileVersions;
  const ids = [...new Set(versions.map((version) => version.id))];
  const rows = await ctx.tx
    .select({ id, layers: lightLayers })
    .from(clusterProfileVersions)
    .where(inArray(id, ids));
  const known = new Map(rows.map((row) => [row.id, row.layers]));
  return (versionId) => known.get(versionId) ?? [];
}

/** Moves the cluster to another published version of its profile. The reconciler and the agent do the rest. */
export const changeProfileVersion = defineWrite({
  permission: "cluster.update",
  input: changeProfileVersionInput,
  project: projectOfCluster,
  async run(ctx, input) {
    const row = await getClusterRow(ctx, input.clusterId);
    refuseWhileDeleting(row);
    const { cluster } = await load(ctx, row);
    const offered = await getVersionForCluster(ctx, input.profileVersionId, row.projectId);
    const { version: to, profile } = offered;
    const kubernetesVersion = kubernetesOrRefuse(fitsCluster({ ...to, profile }, cluster));
    const from = cluster.current.version;
    const verb = compareVersions(to.version, from) > 0 ? "Update" : "Roll back";
    const generation = await writeSpec(
      ctx,
      row,
      input.generation,
      { profileVersionId: to.id, spec: { ...row.spec, kubernetesVersion } },
      { kind: "update", title: `${verb} to ${profile.name} ${to.version}` },
    );
    return {
      result: { generation },
      audit: {
        action: "cluster.changeProfileVersion",
        object: { kind: "cluster", id: row.id, name: row.name },
        projectId: row.projectId,
        details: { profile: profile.name, from, to: to.version },
      },
    };
  },
});

/** The cluster as the rule of moving sees it. */
async function load(ctx: VerbContext, row: ClusterRow) {
  const { version, profile } = await getVersionRow(ctx, row.profileVersionId);
  return { cluster: movingCluster(row, { ...version, profile }), profile };
}

function movingCluster(
  { name, spec, observed }: Pick<MovingCluster, "name" | "spec"> & Pick<ClusterRow, "observed">,
  { version, layers, profile }: MovingCluster["current"],
): MovingCluster {
  const runningVersion = observed.kubernetesVersion;
  return { name, spec, runningVersion, current: { version, layers, profile } };
}
