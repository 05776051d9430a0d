import { layerKinds } from "@/server/domain/pack/types";
import type { RenderedLayer } from "@/server/domain/profile/types";

/**
 * The layers in the groups in which they are installed: by kind, add-ons by priority, the lowest first.
 * A group starts when the one before it is ready; inside a group everything goes at the same time.
 */
export function installGroups(layers: readonly RenderedLayer[]): RenderedLayer[][] {
  const groups = new Map<number, RenderedLayer[]>();
  for (const layer of layers) {
    const order = orderOf(layer);
    groups.set(order, [...(groups.get(order) ?? []), layer]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/** Larger than any priority, so that a kind never mixes with the next one. */
const kindStep = 2 ** 40;

/** One number for the place of a layer; infrastructure layers have no priority of their own. */
export function orderOf(layer: Pick<RenderedLayer, "kind" | "priority">): number {
  const kind = layerKinds.indexOf(layer.kind) * kindStep;
  return layer.kind === "addon" ? kind + layer.priority : kind;
}
