import type { Pack } from "@/server/domain/pack/types";
import type { ClusterFacts } from "./cluster-facts";
import { kubernetesVersionOf } from "./kubernetes-version";
import { macroContextOf } from "./macros";
import { renderLayer } from "./render";
import type { ProfileLayer, RenderedRelease } from "./types";

/**
 * What Helm is to render of a layer before there is a cluster, or why it cannot. Values that use facts of
 * a cluster are rendered for two that have nothing in common: what both get, every cluster gets.
 */
export type RenderPlan = { variants: RenderedRelease[][] } | { reason: string };

/** Facts that a profile has before it is deployed. */
export type ProfileFacts = Omit<
  ClusterFacts,
  "cluster.name" | "cluster.uid" | "kubernetes.version"
>;

/** Two clusters that have nothing in common. */
const strangers = [
  {
    "cluster.name": "my-cluster",
    "cluster.uid": "cls_1111111111111111",
    "kubernetes.version": "1.30.0",
  },
  {
    "cluster.name": "another-one",
    "cluster.uid": "cls_2222222222222222",
    "kubernetes.version": "1.99.0",
  },
];

/** The releases of a layer as they are for clusters of the profile. */
export function planRendering(
  layer: ProfileLayer,
  layers: readonly ProfileLayer[],
  pack: Pack,
  facts: ProfileFacts,
): RenderPlan {
  const version = kubernetesVersionOf(layers);
  const variants: RenderedRelease[][] = [];
  for (const stranger of strangers) {
    const kubernetes = version === null ? {} : { "kubernetes.version": version };
    const system: ClusterFacts = { ...facts, ...stranger, ...kubernetes };
    const result = renderLayer(layer, pack, macroContextOf(layers, { system }));
    if (!result.ok) return { reason: "It has problems to fix first." };
    const { releases } = result.rendered;
    if (releases.some(({ chart }) => chart.source === "upstream")) {
      return { reason: "Its chart is downloaded only during installation." };
    }
    if (JSON.stringify(variants[0]) !== JSON.stringify(releases)) variants.push(releases);
  }
  return { variants };
}

const clusterQuery = /\{\{[^}]*(?:\blookup\b|\.Capabilities\.APIVersions)/;
const versionQuery = /\{\{[^}]*\.Capabilities\.KubeVersion|^kubeVersion:/m;

/** Why what a chart brings depends on the cluster it is installed in, or null. */
export function clusterDependence(
  texts: readonly string[],
  kubernetesVersion: string | null,
): string | null {
  if (texts.some((text) => clusterQuery.test(text))) {
    return "Its chart decides by what is in the cluster.";
  }
  if (kubernetesVersion === null && texts.some((text) => versionQuery.test(text))) {
    return "Its chart decides by the Kubernetes version, which the profile does not set.";
  }
  return null;
}
