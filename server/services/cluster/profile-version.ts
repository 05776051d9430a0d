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
import type { VerbContext } from "@/server/services/kit/context";
import { defineRead, defineWrite } from "@/server/services/kit/define";
import { inProject, namedProject } from "@/server/services/kit/named-project";
import {
  getVersionForCluster,
  getVersionRow,
  lightVersion,
  versionsOf,
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
    return published.map((row) => ({
      ...standingOf({ ...row, profile }, cluster),
      id: row.id,
      note: row.note,
      publishedAt: row.publishedAt?.toISOString() ?? null,
      kubernetesVersion: kubernetesVersionOf(row.layers),
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
    const published = await publishedAbove(ctx, rows);
    return rows.flatMap(({ cluster, version, profile }) => {
      const moving = movingCluster(cluster, version, profile);
      const offered = published.filter(({ profileId }) => profileId === profile.id);
      const update = newestUpdate(offered.map((row) => standingOf({ ...row, profile }, moving)));
      return update ? [{ clusterId: cluster.id, version: update.version }] : [];
    });
  },
});

/** Layers are large, so only versions are read that are above one in use. */
async function publishedAbove(ctx: VerbContext, used: readonly ClusterJoin[]) {
  const { id, profileId, version, state } = clusterProfileVersions;
  const profiles = [...new Set(used.map(({ profile }) => profile.id))];
  const all = await ctx.tx
    .select({ id, profileId, version })
    .from(clusterProfileVersions)
    .where(and(inArray(profileId, profiles), eq(state, "published")));
  const above = all.filter((row) =>
    used.some(
      ({ profile, version: own }) =>
        profile.id === row.profileId && compareVersions(row.version, own.version) > 0,
    ),
  );
  const ids = above.map((row) => row.id);
  return ctx.tx.select(lightVersion).from(clusterProfileVersions).where(inArray(id, ids));
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
  return { cluster: movingCluster(row, version, profile), profile };
}

function movingCluster(
  { name, spec, observed }: ClusterRow,
  { version, layers }: ClusterJoin["version"],
  profile: MovingCluster["current"]["profile"],
): MovingCluster {
  const runningVersion = observed.kubernetesVersion;
  return { name, spec, runningVersion, current: { version, layers, profile } };
}
