import { readHeader } from "@/server/domain/pack/header";
import { infraKinds } from "@/server/domain/pack/types";
import { parsedValues } from "./parsed-values";
import type { InstallGroup, ProfileLayer } from "./types";

/** The install priority written in a layer's values; 0 when there is none or it is unreadable. */
export function priorityOf(layer: Pick<ProfileLayer, "values">): number {
  return readHeader(parsedValues(layer).data).header.priority;
}

/**
 * Groups in the order of installation: operating system, Kubernetes, network and storage one after the
 * other, then add-ons by priority, equal numbers together.
 */
export function planInstall(layers: readonly ProfileLayer[]): InstallGroup[] {
  const groups: Omit<InstallGroup, "order">[] = [];
  for (const kind of infraKinds) {
    const layerIds = layers.filter((layer) => layer.kind === kind).map((layer) => layer.id);
    if (layerIds.length > 0) groups.push({ kind, priority: 0, layerIds });
  }
  const addons = layers
    .filter((layer) => layer.kind === "addon")
    .map((layer) => ({ id: layer.id, priority: priorityOf(layer) }));
  const priorities = [...new Set(addons.map((addon) => addon.priority))].sort((a, b) => a - b);
  for (const priority of priorities) {
    const layerIds = addons.filter((addon) => addon.priority === priority).map((addon) => addon.id);
    groups.push({ kind: "addon", priority, layerIds });
  }
  return groups.map((group, order) => ({ order, ...group }));
}

/** The reverse: what came last goes first. */
export function planDelete(layers: readonly ProfileLayer[]): InstallGroup[] {
  return planInstall(layers)
    .reverse()
    .map((group, order) => ({ ...group, order }));
}
