import { byteLength } from "@/server/domain/pack/bytes";
import { formatBytes } from "@/server/domain/yaml/parse";
import type { ProfileLayer } from "./types";

/** Values and manifests of one layer; the largest install files in the field have 2 to 4 MiB. */
export const maxLayerBytes = 8 * 1024 * 1024;

/** All layers of a profile. */
export const maxProfileBytes = 32 * 1024 * 1024;

type LayerTexts = Pick<ProfileLayer, "name" | "values" | "manifests">;

/** What the texts of a layer weigh as UTF-8. */
export function layerBytes({ values, manifests }: LayerTexts): number {
  return manifests.reduce((sum, { content }) => sum + byteLength(content), byteLength(values));
}

/** Why a layer is too large, with the text that weighs most; or null. */
export function layerSizeFault(layer: LayerTexts): string | null {
  const bytes = layerBytes(layer);
  if (bytes <= maxLayerBytes) return null;
  const texts = [
    { name: "its values", bytes: byteLength(layer.values) },
    ...layer.manifests.map(({ name, content }) => ({
      name: `the manifest ${name}`,
      bytes: byteLength(content),
    })),
  ];
  const largest = texts.reduce((most, text) => (text.bytes > most.bytes ? text : most));
  return `The values and manifests of the layer "${layer.name}" are ${formatBytes(bytes)}. The limit is ${formatBytes(maxLayerBytes)} a layer. The largest is ${largest.name} (${formatBytes(largest.bytes)}): move a part to another layer, or put it into a pack.`;
}

/** Why the layers together are too large; or null. */
export function profileSizeFault(layers: readonly LayerTexts[]): string | null {
  const sizes = layers.map((layer) => ({ name: layer.name, bytes: layerBytes(layer) }));
  const bytes = sizes.reduce((sum, layer) => sum + layer.bytes, 0);
  if (bytes <= maxProfileBytes) return null;
  const largest = sizes.reduce((most, layer) => (layer.bytes > most.bytes ? layer : most));
  return `The values and manifests of all layers are ${formatBytes(bytes)}. The limit is ${formatBytes(maxProfileBytes)} a profile. The largest is "${largest.name}" (${formatBytes(largest.bytes)}): move layers to a profile of their own, or put large files into packs.`;
}
