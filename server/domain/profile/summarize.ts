import { readHeader } from "@/server/domain/pack/header";
import type { Pack } from "@/server/domain/pack/types";
import { manifestContents, needsHelm } from "./contents";
import { kubernetesVersionOf } from "./kubernetes-version";
import { planInstall } from "./plan";
import { parsedValues } from "./parsed-values";
import { namespaceOf } from "./release-name";
import { packResources } from "./resources";
import type { LayerSummary, ProfileLayer, ProfileSummary } from "./types";
import type { PackLookup } from "./validate-profile";

/** What deploying the layers would install; works on unfinished drafts too. */
export function summarizeProfile(
  layers: readonly ProfileLayer[],
  packs: PackLookup,
): ProfileSummary {
  const summaries = layers.map((layer) => summarizeLayer(layer, packs.get(layer.pack.digest)));
  const resources = { cpuMillicores: 0, memoryMiB: 0, diskGB: 0 };
  for (const layer of layers) {
    const pack = packs.get(layer.pack.digest);
    if (!pack) continue;
    const need = packResources(pack, parsedValues(layer).data);
    resources.cpuMillicores += need.cpuMillicores;
    resources.memoryMiB += need.memoryMiB;
    resources.diskGB += need.diskGB;
  }
  const namespaces = layers.flatMap((layer) => namespacesOf(layer, packs.get(layer.pack.digest)));
  return {
    kubernetesVersion: kubernetesVersionOf(layers),
    layers: summaries,
    groups: planInstall(layers),
    chartCount: summaries.reduce((total, layer) => total + layer.charts.length, 0),
    manifestCount: summaries.reduce((total, layer) => total + layer.manifestCount, 0),
    namespaces: [...new Set(namespaces)].sort(),
    needsInternet: summaries.filter((layer) => layer.needsInternet).map((layer) => layer.name),
    resources,
  };
}

function summarizeLayer(layer: ProfileLayer, pack: Pack | undefined): LayerSummary {
  const manifests = [...(pack?.manifests ?? []), ...layer.manifests];
  const values = parsedValues(layer);
  const { header } = readHeader(values.data);
  return {
    layerId: layer.id,
    name: layer.name,
    kind: layer.kind,
    packName: layer.pack.name,
    version: layer.pack.version,
    known: pack !== undefined,
    namespace: installsSomething(layer, pack) ? namespaceOf(layer, header) : null,
    priority: header.priority,
    charts: (pack?.charts ?? []).map(({ name, version, source, digest }) => ({
      name,
      version,
      source,
      ...(digest !== undefined && { digest }),
    })),
    manifestCount: manifests.length,
    contents: manifestContents(layer, pack, values),
    needsHelm: pack !== undefined && needsHelm(pack, values),
    needsInternet: pack?.availability === "needs-internet",
    simulated: pack?.simulated ?? false,
  };
}

function installsSomething(layer: ProfileLayer, pack: Pack | undefined): boolean {
  if (layer.manifests.length > 0 || !pack) return true;
  return pack.charts.length + pack.manifests.length > 0;
}

function namespacesOf(layer: ProfileLayer, pack: Pack | undefined): string[] {
  if (!installsSomething(layer, pack)) return [];
  const { header } = readHeader(parsedValues(layer).data);
  return [namespaceOf(layer, header), ...header.additionalNamespaces];
}
