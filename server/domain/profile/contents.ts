import type { ManifestObject } from "@/server/domain/manifest/read-manifest";
import { readManifest } from "@/server/domain/manifest/read-manifest";
import type { ObjectCount, Pack } from "@/server/domain/pack/types";
import { type ParsedYaml, parseYamlStream } from "@/server/domain/yaml/parse";
import { manifestValues } from "./layer-values";
import type { AttachedManifest, ContentObject, LayerContents, ProfileLayer } from "./types";

/** So many names are told of one layer; all objects are counted. */
const maxNames = 200;

/** Nothing at all, as of an operating system. */
export const noContents: LayerContents = { known: true, counts: [], objects: [], hooks: 0 };

/** Helm runs these around an installation instead of installing them. */
const hookAnnotation = "helm.sh/hook";

/** What these objects are; hooks of Helm are counted apart. */
export function contentsOf(objects: readonly ManifestObject[]): LayerContents {
  const installed = objects.filter(
    ({ metadata }) => metadata.annotations?.[hookAnnotation] === undefined,
  );
  return {
    known: true,
    counts: countKinds(installed),
    objects: installed.slice(0, maxNames).map(({ kind, metadata: { name } }) => ({ kind, name })),
    hooks: objects.length - installed.length,
  };
}

/** Both together; unknown as soon as one is. */
export function addContents(a: LayerContents, b: LayerContents): LayerContents {
  if (!a.known) return a;
  if (!b.known) return b;
  return {
    known: true,
    counts: addCounts([a.counts, b.counts]),
    objects: [...a.objects, ...b.objects].slice(0, maxNames),
    hooks: a.hooks + b.hooks,
  };
}

/** What both clusters of a rendering get; unknown where one gets other objects than the other. */
export function sharedContents(a: LayerContents, b: LayerContents): LayerContents {
  if (!a.known) return a;
  if (!b.known) return b;
  if (JSON.stringify([a.counts, a.hooks]) !== JSON.stringify([b.counts, b.hooks])) {
    return {
      known: false,
      reason: "Its values use macros that are known only once there is a cluster.",
    };
  }
  const objects = a.objects.map((object, i) =>
    b.objects[i]?.name === object.name ? object : { ...object, name: null },
  );
  return { ...a, objects };
}

/** True when Helm has to render something of the layer: a chart, or manifests with values. */
export function needsHelm(pack: Pack, values: ParsedYaml): boolean {
  return pack.charts.length > 0 || hasTemplates(pack, values);
}

/** The objects of the manifests that are applied as they are. */
export function manifestContents(
  layer: ProfileLayer,
  pack: Pack | undefined,
  values: ParsedYaml,
): LayerContents {
  if (!pack) return { known: false, reason: "Its pack is in no registry." };
  if (!values.ok) return { known: false, reason: "Its values cannot be read." };
  const own = hasTemplates(pack, values) ? [] : pack.manifests;
  const all: readonly AttachedManifest[] = [...own, ...layer.manifests];
  return all.map(objectsIn).reduce(addContents, noContents);
}

function hasTemplates(pack: Pack, values: ParsedYaml): boolean {
  return pack.manifests.some(({ name }) => manifestValues(name, values.data) !== undefined);
}

function objectsIn({ name, content }: AttachedManifest): LayerContents {
  const { objects, problems } = readManifest(parseYamlStream(content));
  return problems.some(({ severity }) => severity === "error")
    ? { known: false, reason: `Its manifest ${name} has errors.` }
    : contentsOf(objects);
}

/** What all layers bring together; null stands for a layer that is still being counted. */
export function totalContents(layers: readonly (LayerContents | null)[]) {
  const known = layers.filter((one) => one?.known === true);
  const counts = addCounts(known.map((one) => (one?.known ? one.counts : [])));
  return {
    counts,
    total: counts.reduce((sum, { count }) => sum + count, 0),
    counted: known.length,
    waiting: layers.filter((one) => one === null).length,
  };
}

function countKinds(objects: readonly Pick<ContentObject, "kind">[]): ObjectCount[] {
  return addCounts(objects.map(({ kind }) => [{ kind, count: 1 }]));
}

/** Adds counts up by kind; the most first, then by name. */
function addCounts(lists: readonly (readonly ObjectCount[])[]): ObjectCount[] {
  const counts = new Map<string, number>();
  for (const { kind, count } of lists.flat()) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return [...counts]
    .map(([kind, count]) => ({ kind, count }))
    .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}
