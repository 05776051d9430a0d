import { eq } from "drizzle-orm";
import type { DesiredState } from "@/server/domain/agent/messages";
import type { ClusterFacts } from "@/server/domain/profile/cluster-facts";
import type {
  MacroContext,
  ProfileLayer,
  ProfileProblem,
  RenderedLayer,
} from "@/server/domain/profile/types";
import { isUpgrading } from "@/server/domain/cluster/status";
import { macroContextOf } from "@/server/domain/profile/macros";
import { renderLayer } from "@/server/domain/profile/render";
import type { Pack } from "@/server/domain/pack/types";
import { inTenant, type Tx } from "@/server/db/client";
import {
  clusterProfiles,
  clusterProfileVersions,
  clusters,
  packs,
  projects,
} from "@/server/db/schema";
import type { ServiceDeps } from "@/server/services/kit/context";
import { packsOfLayers } from "@/server/services/pack/read";
import { lightLayers } from "@/server/services/profile/internal";
import type { AgentIdentity } from "./identity";
import { WeighedMemory } from "./weighed-memory";

/** The layers of a cluster as an agent installs them, and what could not be rendered. */
export interface RenderedCluster {
  generation: number;
  kubernetesVersion: string;
  /** Its control plane is still of an older Kubernetes. */
  upgrading: boolean;
  /** What its macros were resolved with. */
  facts: ClusterFacts;
  layers: RenderedLayer[];
  problems: ProfileProblem[];
  /** Layers whose pack is in no registry. */
  missing: ProfileLayer[];
}

const { id, version, digest } = clusterProfileVersions;
const versionColumns = { id, version, digest };

/** Renders every layer of the cluster's profile version with the cluster's own facts. */
export async function renderCluster(tx: Tx, clusterId: string): Promise<RenderedCluster | null> {
  const [row] = await tx
    .select({
      cluster: clusters,
      version: versionColumns,
      profile: clusterProfiles,
      project: projects,
    })
    .from(clusters)
    .innerJoin(clusterProfileVersions, eq(clusterProfileVersions.id, clusters.profileVersionId))
    .innerJoin(clusterProfiles, eq(clusterProfiles.id, clusterProfileVersions.profileId))
    .innerJoin(projects, eq(projects.id, clusters.projectId))
    .where(eq(clusters.id, clusterId));
  if (!row) return null;
  const { generation, spec } = row.cluster;
  const facts = factsOf(row);
  const rendered = await renderOnce(tx, row, facts);
  const upgrading = isUpgrading(row.cluster);
  return { generation, kubernetesVersion: spec.kubernetesVersion, upgrading, facts, ...rendered };
}

type RenderedLayers = Pick<RenderedCluster, "layers" | "problems" | "missing">;

/** Published versions never change, so what follows from one is rendered once; the newest stay in memory. */
const renderedBefore = new WeighedMemory<RenderedLayers>(64 * 1024 * 1024, ({ layers }) =>
  layers.reduce((sum, layer) => sum + weightOf(layer), 1000),
);

function weightOf({ manifests, releases }: RenderedLayer): number {
  const texts = manifests.reduce((sum, { content }) => sum + content.length, 0);
  return texts + JSON.stringify(releases).length;
}

async function renderOnce(tx: Tx, row: RenderRow, system: ClusterFacts): Promise<RenderedLayers> {
  const key = JSON.stringify([row.version.digest, system]);
  const before = renderedBefore.get(key);
  if (before) return before;
  const layers = await layersOf(tx, row.version.id);
  const known = await packsOfLayers(tx, layers);
  const context = macroContextOf(layers, { system, missingIsEmpty: true });
  const result: RenderedLayers = { layers: [], problems: [], missing: [] };
  for (const layer of layers) collect(result, layer, known.get(layer.pack.digest), context);
  // A pack that is missing today may be in a registry tomorrow.
  if (result.missing.length === 0) renderedBefore.set(key, result);
  return result;
}

/** All texts of a version: read only when they are rendered. */
async function layersOf(tx: Tx, versionId: string): Promise<ProfileLayer[]> {
  const [row] = await tx
    .select({ layers: clusterProfileVersions.layers })
    .from(clusterProfileVersions)
    .where(eq(clusterProfileVersions.id, versionId));
  return row?.layers ?? [];
}

function collect(
  result: RenderedLayers,
  layer: ProfileLayer,
  pack: Pack | undefined,
  context: MacroContext,
): void {
  if (!pack) {
    result.missing.push(layer);
    return;
  }
  const rendered = renderLayer(layer, pack, context);
  if (rendered.ok) result.layers.push(rendered.rendered);
  else result.problems.push(...rendered.problems);
}

interface RenderRow {
  cluster: typeof clusters.$inferSelect;
  version: Pick<typeof clusterProfileVersions.$inferSelect, keyof typeof versionColumns>;
  profile: typeof clusterProfiles.$inferSelect;
  project: typeof projects.$inferSelect;
}

function factsOf(row: RenderRow): ClusterFacts {
  const { cluster, version, profile, project } = row;
  return {
    "cluster.name": cluster.name,
    "cluster.uid": cluster.id,
    "tenant.uid": cluster.tenantId,
    "project.name": project.name,
    "project.uid": project.id,
    "clusterprofile.name": profile.name,
    "clusterprofile.uid": profile.id,
    "clusterprofile.version": version.version,
    "kubernetes.version": cluster.spec.kubernetesVersion,
    "cloud.type": cluster.spec.infrastructure,
  };
}

/**
 * What the agent's cluster shall hold. Null while a layer cannot be rendered or the Kubernetes that the
 * layers are made for is not there yet: the agent keeps to what it has, and the timeline says why.
 */
export async function desiredState(
  deps: ServiceDeps,
  identity: Pick<AgentIdentity, "tenantId" | "clusterId">,
): Promise<DesiredState | null> {
  const rendered = await inTenant(deps.db, identity.tenantId, (tx) =>
    renderCluster(tx, identity.clusterId),
  );
  if (!rendered || rendered.upgrading) return null;
  if (rendered.problems.length > 0 || rendered.missing.length > 0) return null;
  const { generation, kubernetesVersion, layers } = rendered;
  return { generation, kubernetesVersion, layers };
}

/** The files of a pack (base64 by path) for an agent whose cluster's profile uses it; else null. */
export async function packFilesForAgent(
  deps: ServiceDeps,
  identity: AgentIdentity,
  digest: string,
): Promise<Record<string, string> | null> {
  return inTenant(deps.db, identity.tenantId, async (tx) => {
    const [row] = await tx
      .select({ layers: lightLayers })
      .from(clusters)
      .innerJoin(clusterProfileVersions, eq(clusterProfileVersions.id, clusters.profileVersionId))
      .where(eq(clusters.id, identity.clusterId));
    if (!row?.layers.some((layer) => layer.pack.digest === digest)) return null;
    const [pack] = await tx
      .select({ files: packs.files })
      .from(packs)
      .where(eq(packs.digest, digest));
    return pack?.files ?? null;
  });
}
