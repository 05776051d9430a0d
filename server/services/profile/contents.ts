import { eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { idSchema } from "@/server/domain/ids/ids";
import { infrastructureOf } from "@/server/domain/pack/infrastructure";
import type { Pack } from "@/server/domain/pack/types";
import { addContents, noContents, sharedContents } from "@/server/domain/profile/contents";
import { layersInput } from "@/server/domain/profile/inputs";
import { kubernetesVersionOf } from "@/server/domain/profile/kubernetes-version";
import { planRendering, type ProfileFacts } from "@/server/domain/profile/render-plan";
import type { LayerContents, ProfileLayer, RenderedRelease } from "@/server/domain/profile/types";
import { packs, projects } from "@/server/db/schema";
import type { VerbContext } from "@/server/services/kit/context";
import { defineLongRead } from "@/server/services/kit/define";
import { packsOfLayers } from "@/server/services/pack/read";
import { getVersionRow, type ProfileRow, projectOfVersion, type VersionRow } from "./internal";
import { type ReleaseOrder, releaseContents, rememberedContents } from "./release-contents";

/** What Helm renders of one layer. */
export interface RenderedContents {
  layerId: string;
  contents: LayerContents;
}

/** A layer whose releases are to be rendered, or what is known without. */
type Planned = { layerId: string } & ({ variants: ReleaseOrder[][] } | { contents: LayerContents });

/**
 * The objects that the charts of a version's layers make, rendered by Helm with the layers given (by
 * default the saved ones). Layers without charts are left out: their manifests say all.
 */
export const renderContents = defineLongRead({
  permission: "clusterProfile.get",
  input: z.object({ versionId: idSchema("profileVersion"), layers: layersInput.optional() }),
  project: projectOfVersion,
  async run(ctx, input): Promise<Planned[]> {
    const { version, profile } = await getVersionRow(ctx, input.versionId);
    const layers: readonly ProfileLayer[] = input.layers ?? version.layers;
    const facts = await factsOf(ctx, version, profile);
    const known = await packsOfLayers(ctx.tx, layers);
    const planned = layers.flatMap((layer) => {
      const pack = known.get(layer.pack.digest);
      return pack ? planLayer(layer, layers, pack, facts) : [];
    });
    return withFiles(ctx, planned);
  },
  async finish(ctx, planned): Promise<RenderedContents[]> {
    const helm = ctx.ports.helm();
    const until = performance.now() + maxMs;
    const render = async (layer: Planned): Promise<RenderedContents> => {
      const { layerId } = layer;
      if ("contents" in layer) return { layerId, contents: layer.contents };
      const all = layer.variants.map(async (orders) => {
        const each = orders.map((order) => releaseContents(order, helm, until));
        return (await Promise.all(each)).reduce(addContents, noContents);
      });
      return { layerId, contents: (await Promise.all(all)).reduce(sharedContents) };
    };
    return Promise.all(planned.map(render));
  },
});

/** What one call may take; the rest is said to be unknown. */
const maxMs = 30_000;

function planLayer(
  layer: ProfileLayer,
  layers: readonly ProfileLayer[],
  pack: Pack,
  facts: ProfileFacts,
): Planned[] {
  const plan = planRendering(layer, layers, pack, facts);
  const layerId = layer.id;
  if ("reason" in plan) {
    const isHelms = pack.charts.length > 0 || pack.manifests.length > 0;
    return isHelms ? [{ layerId, contents: { known: false, reason: plan.reason } }] : [];
  }
  if (plan.variants.every((releases) => releases.length === 0)) return [];
  const kubernetesVersion = kubernetesVersionOf(layers);
  const order = (release: RenderedRelease): ReleaseOrder => {
    const before = rememberedContents({ release, kubernetesVersion });
    return { release, kubernetesVersion, before, files: null };
  };
  return [{ layerId, variants: plan.variants.map((releases) => releases.map(order)) }];
}

/** Fetches the files of the packs whose charts were not rendered before. */
async function withFiles(ctx: VerbContext, planned: Planned[]): Promise<Planned[]> {
  const orders = planned.flatMap((layer) => ("variants" in layer ? layer.variants.flat() : []));
  const digests = orders.flatMap((order) => {
    const { chart } = order.release;
    return chart.source === "bundled" && !order.before ? [chart.packDigest] : [];
  });
  if (digests.length === 0) return planned;
  const rows = await ctx.tx
    .select({ digest: packs.digest, files: packs.files })
    .from(packs)
    .where(inArray(packs.digest, [...new Set(digests)]));
  const files = new Map(rows.map((row) => [row.digest, row.files]));
  for (const order of orders) {
    const { chart } = order.release;
    if (chart.source === "bundled") order.files = files.get(chart.packDigest) ?? null;
  }
  return planned;
}

async function factsOf(
  ctx: VerbContext,
  version: VersionRow,
  profile: ProfileRow,
): Promise<ProfileFacts> {
  const [project] = await ctx.tx
    .select({ name: projects.name })
    .from(projects)
    .where(eq(projects.id, profile.projectId));
  return {
    "tenant.uid": ctx.tenantId,
    "project.name": project?.name ?? "",
    "project.uid": profile.projectId,
    "clusterprofile.name": profile.name,
    "clusterprofile.uid": profile.id,
    "clusterprofile.version": version.version,
    "cloud.type": infrastructureOf(profile.cloudType),
  };
}
