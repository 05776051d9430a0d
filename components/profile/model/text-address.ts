import type { AttachedManifest, ProfileLayer } from "@/server/domain/profile/types";

type Layers = readonly ProfileLayer[];

/** One text of a draft: the values of a layer, or one of its manifests by its key. */
export interface TextAddress {
  layerId: string;
  /** Missing: the values. */
  manifest?: string;
}

/** A name or a place in the list could become another manifest's; this key never does. */
const keys = new WeakMap<AttachedManifest, string>();
let given = 0;

/** What a manifest is known by in this page, whatever its name and place are. */
export function manifestKey(manifest: AttachedManifest): string {
  const known = keys.get(manifest);
  if (known !== undefined) return known;
  const key = `manifest-${(given += 1)}`;
  keys.set(manifest, key);
  return key;
}

/** The same manifest with another name or text. */
export function changeManifest(
  manifest: AttachedManifest,
  change: Partial<AttachedManifest>,
): AttachedManifest {
  return known({ ...manifest, ...change }, manifest);
}

function known(next: AttachedManifest, before: AttachedManifest): AttachedManifest {
  keys.set(next, manifestKey(before));
  return next;
}

/** The text at an address; undefined when its layer or manifest is not in the draft. */
export function textAt(layers: Layers, { layerId, manifest }: TextAddress): string | undefined {
  const layer = layers.find(({ id }) => id === layerId);
  if (manifest === undefined) return layer?.values;
  return layer?.manifests.find((one) => manifestKey(one) === manifest)?.content;
}

/** The layers with this text at the address. */
export function withText(layers: Layers, at: TextAddress, text: string): ProfileLayer[] {
  return layers.map((layer) => {
    if (layer.id !== at.layerId) return layer;
    if (at.manifest === undefined) return { ...layer, values: text };
    const manifests = layer.manifests.map((one) =>
      manifestKey(one) === at.manifest ? changeManifest(one, { content: text }) : one,
    );
    return { ...layer, manifests };
  });
}

/** Lets the manifests that came from the server be known as those that they stand for here. */
export function recognizeManifests(before: Layers, after: Layers): void {
  for (const layer of after) {
    const old = before.find(({ id }) => id === layer.id);
    for (const manifest of layer.manifests) {
      const match = old?.manifests.find(({ name }) => name === manifest.name);
      if (match && !keys.has(manifest)) known(manifest, match);
    }
  }
}

/** Where a text stands, as one text; equal for equal addresses. */
export function addressKey({ layerId, manifest }: TextAddress): string {
  return `${layerId}/${manifest ?? "values"}`;
}
