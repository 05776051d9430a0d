import { newId } from "@/server/domain/ids/ids";
import { withoutEnabledPresets } from "@/server/domain/pack/preset-file";
import type { Pack } from "@/server/domain/pack/types";
import { chosenPresets } from "./presets";
import type { ProfileLayer } from "./types";

/** What a layer is made of; a whole Pack has all of it. */
export type LayerSource = Pick<
  Pack,
  "registry" | "name" | "version" | "digest" | "layer" | "values"
> &
  Partial<Pick<Pack, "presets">>;

/** A pack's values as new layers begin with them: which presets are on is said by the layer. */
export function defaultValues(pack: Pick<Pack, "values">): string {
  return withoutEnabledPresets(pack.values);
}

/** A layer of this pack with the pack's own values; its name is made free among `taken`. */
export function layerOfPack(
  pack: LayerSource,
  taken: readonly string[] = [],
  id = newId("layer"),
): ProfileLayer {
  const { registry, name, version, digest, presets = [], values } = pack;
  const chosen = presets.length > 0 ? chosenPresets({ presets, values }, { values }) : undefined;
  return {
    id,
    name: freeName(name, taken),
    kind: pack.layer,
    pack: { registry, name, version, digest },
    values: defaultValues(pack),
    ...(chosen ? { presets: chosen } : {}),
    manifests: [],
  };
}

/** `web`, `web-2`, `web-3`, … whichever nobody has yet; never longer than a name may be. */
export function freeName(wanted: string, taken: readonly string[]): string {
  if (!taken.includes(wanted)) return wanted;
  const base = wanted.replace(/-\d+$/, "").slice(0, 58);
  for (let n = 2; ; n++) {
    const name = `${base}-${n}`;
    if (!taken.includes(name)) return name;
  }
}
