import { z } from "zod";
import { bounded, nameText } from "./text";

const anyName = nameText.min(1);
const labelMap = z.record(nameText, bounded(256));

/** One Helm release of a layer. A bundled chart is a file of the pack; an upstream one is pulled by Helm. */
export const renderedRelease = z.object({
  releaseName: bounded(53).min(1),
  namespace: anyName,
  chart: z.object({
    name: anyName,
    version: bounded(128),
    source: z.enum(["bundled", "upstream"]),
    /** Where in the pack the archive lies; without it the archive is found by its name. */
    path: bounded(512).optional(),
    repository: bounded(1024).optional(),
    digest: bounded(128).optional(),
  }),
  values: z.record(z.string(), z.unknown()),
});
export type RenderedRelease = z.output<typeof renderedRelease>;

/** What must be true of an object before the layer counts as ready (packs-and-api: readinessCheck). */
export const readinessCheck = z.object({
  name: nameText,
  namespace: nameText.optional(),
  kind: anyName,
  group: nameText,
  version: anyName,
  keysToCheck: z
    .array(z.object({ keyToCheck: bounded(512), expectedValue: bounded(1024) }))
    .max(64),
});
export type ReadinessCheck = z.output<typeof readinessCheck>;

/** A layer ready to be installed: macros and variables are resolved, nothing is left to decide. */
export const renderedLayer = z.object({
  layerId: bounded(63).min(1),
  name: anyName,
  kind: z.enum(["os", "k8s", "cni", "csi", "addon"]),
  digest: bounded(128),
  version: bounded(128),
  namespace: anyName,
  additionalNamespaces: z.array(anyName).max(64),
  namespaceLabels: z.record(nameText, labelMap),
  priority: z.number().int(),
  releases: z.array(renderedRelease).max(32),
  manifests: z.array(z.object({ name: anyName, content: bounded(900 * 1024) })).max(200),
  readinessChecks: z.array(readinessCheck).max(64),
});
export type RenderedLayer = z.output<typeof renderedLayer>;
