import { sizeText } from "@/components/cluster/pool-facts";
import { layerKindTitles } from "@/server/domain/pack/types";
import { planInstall } from "@/server/domain/profile/plan";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { labelTexts, type PoolValues } from "./deploy-values";

/** One "+" of the review. */
export interface ReviewLine {
  key: string;
  text: string;
  detail: string;
  simulated: boolean;
  kind?: ProfileLayer["kind"];
}

/** The machines that will be made, pool by pool. */
export function machineLines(pools: readonly PoolValues[]): ReviewLine[] {
  return pools.map((pool) => {
    const size = pool.machineSize ?? "medium";
    const role = pool.role === "control-plane" ? "control plane" : "worker";
    const taints = (pool.taints ?? []).map(
      (t) => `${t.key}${t.value ? `=${t.value}` : ""}:${t.effect}`,
    );
    const parts = [
      `${size} (${sizeText(size)})`,
      ...labelTexts(pool.labels).map((label) => `label ${label}`),
      ...taints.map((taint) => `taint ${taint}`),
    ];
    return {
      key: pool.name,
      text: `${pool.size} ${role} ${pool.size === 1 ? "node" : "nodes"} in pool ${pool.name}`,
      detail: parts.join(", "),
      simulated: true,
    };
  });
}

/** The layers in the order in which they are installed; equal numbers go together. */
export function layerLines(
  layers: readonly ProfileLayer[],
): { order: number; lines: ReviewLine[] }[] {
  return planInstall(layers).map((group) => ({
    order: group.order + 1,
    lines: layers
      .filter((layer) => group.layerIds.includes(layer.id))
      .map((layer) => ({
        key: layer.id,
        text: layer.name,
        detail: layerDetail(layer),
        simulated: false,
        kind: layer.kind,
      })),
  }));
}

function layerDetail({ name, kind, pack }: ProfileLayer): string {
  // Most layers are called like their pack: once is enough.
  const source = pack.name === name ? pack.version : `${pack.name} ${pack.version}`;
  return `${layerKindTitles[kind]}, ${source}`;
}
