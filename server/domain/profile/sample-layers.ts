import { newId } from "@/server/domain/ids/ids";
import { layerOfPack, type LayerSource } from "./new-layer";
import { pickSamplePacks } from "./sample";
import type { ProfileLayer } from "./types";

/** The sample stack with every pack's own values. Packs that no registry has are left out. */
export function sampleLayers(
  packs: readonly LayerSource[],
  makeId = () => newId("layer"),
): ProfileLayer[] {
  return pickSamplePacks(packs).found.map((pack) => layerOfPack(pack, [], makeId()));
}
