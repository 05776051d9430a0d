import { laminaNamespace } from "@/server/domain/kubernetes/lamina-namespace";
import { dnsLabelFault } from "@/server/domain/kubernetes/metadata";
import {
  maxReleaseName,
  releaseNameFault,
  toReleaseName,
} from "@/server/domain/kubernetes/release-names";
import { type PackHeader, readHeader } from "@/server/domain/pack/header";
import type { Pack } from "@/server/domain/pack/types";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import { manifestValues } from "./layer-values";
import type { ProfileLayer, RenderedRelease } from "./types";

/**
 * The release of a chart: the override of the values, else `<layer>-<chart>`. What a macro brought
 * (`My Project`) is made fit for Helm; an unfit override that a person wrote is refused when publishing.
 */
export function releaseNames(
  layer: Pick<ProfileLayer, "name">,
  chartName: string,
  header: Pick<PackHeader, "releaseNameOverride">,
): Pick<RenderedRelease, "releaseName" | "formerName"> {
  const { releaseNameOverride: names } = header;
  const override = Object.hasOwn(names, chartName) ? names[chartName] : undefined;
  const text = override ?? `${layer.name}-${chartName}`;
  const isFit = override !== undefined && releaseNameFault(override) === null;
  const releaseName = isFit ? override : toReleaseName(text);
  const formerName = toFormerName(text);
  return formerName === releaseName ? { releaseName } : { releaseName, formerName };
}

/** How Lamina named releases before names that were cut or changed got a hash. */
function toFormerName(text: string): string {
  const clean = text.toLowerCase().replaceAll(/[^a-z0-9-]+/g, "-");
  return clean.slice(0, maxReleaseName).replaceAll(/^-+|-+$/g, "") || "release";
}

/** The release that holds a pack's templated manifests. */
export function manifestsReleaseNames(layer: Pick<ProfileLayer, "name">) {
  return releaseNames(layer, "manifests", { releaseNameOverride: {} });
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
    const { releaseName: name } = releaseNames(layer, chart, header);
    return { namespace, name, chart, path: ["pack", "releaseNameOverride", chart] };
  });
  const isTemplated = pack.manifests.some(({ name }) => manifestValues(name, data));
  if (!isTemplated) return charts;
  const { releaseName: name } = manifestsReleaseNames(layer);
  return [...charts, { namespace, name, path: ["manifests"] }];
}
