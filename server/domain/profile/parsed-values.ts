import { type ParsedYaml, parseYaml } from "@/server/domain/yaml/parse";
import type { ProfileLayer } from "./types";

type Layer = Pick<ProfileLayer, "values">;

const known = new WeakMap<Layer, { text: string; parsed: ParsedYaml }>();

/**
 * A layer's values, read once for as long as the layer and its text stay the same: many rules look at
 * them. The answer is shared, so callers must not change it.
 */
export function parsedValues(layer: Layer): ParsedYaml {
  const found = known.get(layer);
  if (found && found.text === layer.values) return found.parsed;
  const parsed = parseYaml(layer.values);
  known.set(layer, { text: layer.values, parsed });
  return parsed;
}
