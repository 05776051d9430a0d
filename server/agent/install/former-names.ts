import type { RenderedLayer, RenderedRelease } from "@/server/domain/profile/types";
import type { ObservedRelease } from "./releases";

/**
 * Layers with the names that their releases have in the cluster: Helm cannot rename one, and to install
 * it again under its new name would delete what the old one holds.
 */
export function withFormerNames(
  layers: readonly RenderedLayer[],
  observed: ReadonlyMap<string, ObservedRelease>,
): RenderedLayer[] {
  return layers.map((layer) => {
    if (layer.releases.every(({ formerName }) => formerName === undefined)) return layer;
    const releases = layer.releases.map((release) =>
      keepsFormerName(release, layer, observed)
        ? { ...release, releaseName: release.formerName ?? release.releaseName }
        : release,
    );
    return { ...layer, releases };
  });
}

function keepsFormerName(
  { namespace, releaseName, formerName }: RenderedRelease,
  { layerId, releases }: RenderedLayer,
  observed: ReadonlyMap<string, ObservedRelease>,
): boolean {
  if (formerName === undefined || observed.has(`${namespace}/${releaseName}`)) return false;
  // Charts that shared one name replaced each other: nobody knows whose the release is.
  const claims = releases.filter((one) => (one.formerName ?? one.releaseName) === formerName);
  return claims.length === 1 && observed.get(`${namespace}/${formerName}`)?.layerId === layerId;
}
