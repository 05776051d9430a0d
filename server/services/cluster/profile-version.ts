import { fitsCluster, type MovingCluster } from "@/server/domain/cluster/profile-version";
import { changeProfileVersionInput } from "@/server/domain/cluster/types";
import type { VersionChoice } from "@/server/domain/cluster/views";
import { compareVersions } from "@/server/domain/pack/version";
import { kubernetesVersionOf } from "@/server/domain/profile/kubernetes-version";
import type { VerbContext } from "@/server/services/kit/context";
import { defineRead, defineWrite } from "@/server/services/kit/define";
import {
  getVersionForCluster,
  getVersionRow,
  versionsOf,
} from "@/server/services/profile/internal";
import { getClusterRow, projectOfCluster, type ClusterRow } from "./internal";
import { kubernetesOrRefuse, refuseWhileDeleting, writeSpec } from "./write-spec";

/** The published versions of the cluster's profile, the highest first, each with what stands against it. */
export const listVersionChoices = defineRead({
  permission: "cluster.get",
  input: changeProfileVersionInput.pick({ clusterId: true }),
  project: projectOfCluster,
  async run(ctx, input): Promise<VersionChoice[]> {
    const { cluster, profile } = await load(ctx, await getClusterRow(ctx, input.clusterId));
    const published = (await versionsOf(ctx, profile.id)).filter((v) => v.state === "published");
    return published.map((row) => {
      const order = compareVersions(row.version, cluster.current.version);
      const age = order === 0 ? "current" : order > 0 ? "newer" : "older";
      return {
        id: row.id,
        version: row.version,
        note: row.note,
        publishedAt: row.publishedAt?.toISOString() ?? null,
        kubernetesVersion: kubernetesVersionOf(row.layers),
        age,
        refusal: age === "current" ? null : fitsCluster({ ...row, profile }, cluster).fault,
      };
    });
  },
});

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
    const verb = compareVersions(to.version, from) > 0 ? "Update" : "Return";
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
  const cluster: MovingCluster = {
    name: row.name,
    spec: row.spec,
    runningVersion: row.observed.kubernetesVersion,
    current: { version: version.version, layers: version.layers, profile },
  };
  return { cluster, profile };
}
