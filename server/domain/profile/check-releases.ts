import type { Pack } from "@/server/domain/pack/types";
import type { YamlValue } from "@/server/domain/yaml/types";
import { sampleFacts } from "./cluster-facts";
import { keyProblem } from "./locate-problem";
import { contextInputs, macroContextOf } from "./macros";
import type { Memo } from "./memo";
import { parsedValues } from "./parsed-values";
import { type PlannedRelease, releasesOf } from "./release-name";
import { resolvedValues } from "./render";
import type { ProfileLayer, ProfileProblem } from "./types";

/** Two releases of one name in one namespace would replace each other, in one layer or in two. */
export function checkReleases(
  layers: readonly ProfileLayer[],
  packs: ReadonlyMap<string, Pack>,
  memo: Memo,
): ProfileProblem[] {
  const owners = new Map<string, { layer: ProfileLayer; release: PlannedRelease }>();
  const problems: ProfileProblem[] = [];
  const context = macroContextOf(layers, { system: sampleFacts });
  for (const layer of layers) {
    const pack = packs.get(layer.pack.digest);
    const values: YamlValue = pack
      ? memo.of(layer, "resolved", contextInputs(layer, pack, layers), () =>
          resolvedValues(layer, context),
        )
      : null;
    for (const release of pack ? releasesOf(layer, pack, values) : []) {
      const key = `${release.namespace}/${release.name}`;
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, { layer, release });
      else if (owner.layer === layer || owner.layer.name !== layer.name) {
        const message = taken(owner, layer, release);
        const parsed = parsedValues(layer);
        problems.push(keyProblem(layer, parsed, release.path, { code: "NAME_DUPLICATE", message }));
      }
    }
  }
  return problems;
}

function taken(
  owner: { layer: ProfileLayer; release: PlannedRelease },
  layer: ProfileLayer,
  { namespace, name, chart }: PlannedRelease,
): string {
  const first = owner.release.chart ? `the chart ${owner.release.chart}` : "the pack's manifests";
  const who = owner.layer === layer ? first : `the layer "${owner.layer.name}"`;
  const named = chart ?? (owner.layer === layer ? owner.release.chart : undefined);
  const fix = named
    ? `set pack.releaseNameOverride.${named} to another name`
    : "give the layer another name";
  return `${who[0]?.toUpperCase()}${who.slice(1)} already installs a release "${name}" in the namespace ${namespace}: ${fix}.`;
}
