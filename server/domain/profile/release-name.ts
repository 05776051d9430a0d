import { laminaNamespace } from "@/server/domain/kubernetes/lamina-namespace";
import { dnsLabelFault } from "@/server/domain/kubernetes/metadata";
import { releaseNameFault, toReleaseName } from "@/server/domain/kubernetes/release-names";
import { type PackHeader, readHeader } from "@/server/domain/pack/header";
import type { Pack } from "@/server/domain/pack/types";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import { manifestValues } from "./layer-values";
import type { ProfileLayer } from "./types";

/**
 * The release of a chart: the override of the values, else `<layer>-<chart>`. What a macro brought
 * (`My Project`) is made fit for Helm; an unfit override that a person wrote is refused when publishing.
 */
export function releaseNameOf(
  layer: Pick<ProfileLayer, "name">,
  chartName: string,
  header: Pick<PackHeader, "releaseNameOverride">,
): string {
  const { releaseNameOverride: names } = header;
  const override = Object.hasOwn(names, chartName) ? names[chartName] : undefined;
  if (override === undefined) return toReleaseName(`${layer.name}-${chartName}`);
  return releaseNameFault(override) === null ? override : toReleaseName(override);
}

/** The release that holds a pack's templated manifests. */
export function manifestsReleaseName(layer: Pick<ProfileLayer, "name">): string {
  return releaseNameOf(layer, "manifests", { releaseNameOverride: {} });
}

/** The namespace of a layer: the header's, else the pack's name where it is fit to be one. */
export function namespaceOf(
  layer: Pick<ProfileLayer, "pack" | "kind">,
  header: Pick<PackHeader, "namespace">,
): string {
  if (header.namespace) return header.namespace;
  if (layer.kind !== "addon") return "kube-system";
  const { name } = layer.pack;
  return name !== laminaNamespace && dnsLabelFault(name) === null ? name : "default";
}

/** A release that a layer would install, and the key that names it. */
export interface PlannedRelease {
  namespace: string;
  name: string;
  /** The chart's name; undefined for the release of the pack's own manifests. */
  chart?: string;
  path: YamlPath;
}

/** Every release of a layer with these values. */
export function releasesOf(layer: ProfileLayer, pack: Pack, data: YamlValue): PlannedRelease[] {
  const { header } = readHeader(data);
  const namespace = namespaceOf(layer, header);
  const charts = pack.charts.map(({ name: chart }) => {
    const name = releaseNameOf(layer, chart, header);
    return { namespace, name, chart, path: ["pack", "releaseNameOverride", chart] };
  });
  const isTemplated = pack.manifests.some(({ name }) => manifestValues(name, data));
  if (!isTemplated) return charts;
  return [...charts, { namespace, name: manifestsReleaseName(layer), path: ["manifests"] }];
}
