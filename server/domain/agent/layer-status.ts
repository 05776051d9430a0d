import { z } from "zod";
import { isCatalogueCode } from "@/server/domain/operation/catalogue";
import { bounded, nameText, timeText } from "./text";

/**
 * Waiting: its turn has not come, or it waits for something named in `waitingFor`.
 * Installing: Helm or server-side apply is at work. Installed: everything is in the cluster, not yet ready.
 * Ready: every gate passed. Error: the last attempt failed; another follows. Removing: no longer wanted.
 */
export const layerStates = [
  "Waiting",
  "Installing",
  "Installed",
  "Ready",
  "Error",
  "Removing",
] as const;
export type LayerState = (typeof layerStates)[number];

/** A Helm release as it is recorded in the cluster. */
export const releaseStatus = z.object({
  name: nameText,
  namespace: nameText,
  revision: z.number().int().nonnegative(),
  status: bounded(32),
});
export type ReleaseStatus = z.output<typeof releaseStatus>;

/** What became of one layer. `message` is for people and never holds a value of the layer. */
export const layerStatus = z.object({
  layerId: bounded(64),
  name: nameText,
  state: z.enum(layerStates),
  reason: bounded(64),
  code: bounded(64).refine(isCatalogueCode, "Not a code of the error catalogue.").optional(),
  message: bounded(2048),
  startedAt: timeText.nullable(),
  finishedAt: timeText.nullable(),
  attempt: z.number().int().nonnegative(),
  version: bounded(128),
  digest: bounded(128),
  waitingFor: bounded(512).optional(),
  releases: z.array(releaseStatus).max(64),
});
export type LayerStatus = z.output<typeof layerStatus>;

/** The status of all layers, and the desired generation it was computed for. */
export const layersReport = z.object({
  generation: z.number().int().nonnegative(),
  layers: z.array(layerStatus).max(200),
});
export type LayersReport = z.output<typeof layersReport>;
