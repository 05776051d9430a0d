import type { PackHeader } from "@/server/domain/pack/header";
import type { ProfileLayer } from "./types";

/** Helm's limit. */
const maxLength = 53;

/** The release of a chart: the override of the values, else `<layer>-<chart>`. */
export function releaseNameOf(
  layer: Pick<ProfileLayer, "name">,
  chartName: string,
  header: Pick<PackHeader, "releaseNameOverride">,
): string {
  const override = header.releaseNameOverride[chartName];
  return toReleaseName(override ?? `${layer.name}-${chartName}`);
}

/** The namespace of a layer: the header's, else the pack's name where it is fit to be one. */
export function namespaceOf(
  layer: Pick<ProfileLayer, "pack" | "kind">,
  header: Pick<PackHeader, "namespace">,
): string {
  if (header.namespace) return header.namespace;
  if (layer.kind !== "addon") return "kube-system";
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(layer.pack.name) ? layer.pack.name : "default";
}

function toReleaseName(text: string): string {
  const clean = text.toLowerCase().replaceAll(/[^a-z0-9-]+/g, "-");
  return clean.slice(0, maxLength).replaceAll(/^-+|-+$/g, "") || "release";
}
