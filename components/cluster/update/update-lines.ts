import { compareVersions } from "@/server/domain/pack/version";
import { diffProfiles } from "@/server/domain/profile/diff";
import type { ChangeKind, LayerChange, ProfileLayer } from "@/server/domain/profile/types";

/** One thing that an update does to a cluster. */
export interface UpdateLine {
  key: string;
  change: ChangeKind;
  text: string;
  detail: string;
}

/** What moving a cluster between two versions does, in the order in which it happens. */
export function updateLines(
  before: readonly ProfileLayer[],
  after: readonly ProfileLayer[],
): { lines: UpdateLine[]; same: number } {
  const { layers, counts } = diffProfiles(before, after);
  const changed = layers.filter((layer) => layer.change !== "unchanged");
  return { lines: changed.map(lineOf), same: counts.unchanged };
}

function lineOf(layer: LayerChange): UpdateLine {
  const { change, name, version } = layer;
  const key = `${change}-${layer.layerId}`;
  if (change === "added") {
    return { key, change, text: `Installs ${name} ${version?.to ?? ""}`, detail: "" };
  }
  if (change === "removed") {
    const text = `Removes ${name} ${version?.from ?? ""}`;
    return { key, change, text, detail: "with everything it installed" };
  }
  return { key, change: "changed", ...changeOf(layer) };
}

function changeOf(layer: LayerChange): Pick<UpdateLine, "text" | "detail"> {
  const { kind, name, version, pack, keys, manifests } = layer;
  const to = version?.to ? ` to ${version.to}` : "";
  if (kind === "k8s") {
    return to
      ? {
          text: `Upgrades Kubernetes from ${version?.from}${to}`,
          detail: "the control plane first, then the worker nodes, replaced one by one",
        }
      : { text: `Reconfigures ${name}`, detail: "the control plane restarts if needed" };
  }
  if (kind === "os") {
    return { text: verbFor(layer), detail: "worker nodes are replaced one by one" };
  }
  if (pack) return { text: `Replaces ${pack.from} with ${pack.to}`, detail: "" };
  const onlyOrder = !version && keys.length === 0 && manifests.length === 0;
  if (onlyOrder) return { text: `Keeps ${name}`, detail: "in a different place in the order" };
  return { text: verbFor(layer), detail: "" };
}

/** Another version of the same pack, or the same version with other values. */
function verbFor({ name, version }: LayerChange): string {
  if (!version?.to) return `Reconfigures ${name}`;
  const down = version.from !== null && compareVersions(version.to, version.from) < 0;
  return `${down ? "Downgrades" : "Upgrades"} ${name} to ${version.to}`;
}
