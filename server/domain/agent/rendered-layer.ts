import { z } from "zod";
import { dnsLabelFault } from "@/server/domain/kubernetes/metadata";
import { releaseNameFault } from "@/server/domain/kubernetes/release-names";
import { layerKinds } from "@/server/domain/pack/types";
import { layerId } from "@/server/domain/profile/inputs";
import type { RenderedLayer } from "@/server/domain/profile/types";
import { bounded, nameText } from "./text";

const anyName = nameText.min(1);
const namespace = z
  .string()
  .refine((name) => dnsLabelFault(name) === null, "Not a name of a namespace");
const namespaceMaps = z.record(nameText, z.record(nameText, z.string().max(4096)));

/** A Helm release name: it becomes part of label values and of a Secret's name. */
const releaseName = z
  .string()
  .refine((name) => releaseNameFault(name) === null, "Not a release name");

const releaseChart = z.discriminatedUnion("source", [
  z.object({
    source: z.literal("bundled"),
    name: anyName,
    version: bounded(128),
    path: bounded(512),
    packDigest: bounded(128),
  }),
  z.object({
    source: z.literal("upstream"),
    name: anyName,
    version: bounded(128),
    repository: bounded(1024),
    digest: bounded(128).optional(),
  }),
  z.object({
    source: z.literal("generated"),
    name: anyName,
    version: bounded(128),
    files: z.record(bounded(512), z.string()),
  }),
]);

const readinessCheck = z.object({
  name: nameText,
  kind: anyName,
  group: nameText,
  version: anyName,
  keys: z.array(z.object({ key: bounded(512), expected: bounded(1024) })).max(64),
});

/** A layer on the wire; the same shape as the profile engine's (the annotation below checks it). */
export const renderedLayer: z.ZodType<RenderedLayer> = z.object({
  layerId,
  name: anyName,
  kind: z.enum(layerKinds),
  pack: z.object({
    registry: bounded(317),
    name: anyName,
    version: bounded(128),
    digest: bounded(128),
  }),
  namespace,
  additionalNamespaces: z.array(namespace).max(64),
  namespaceLabels: namespaceMaps,
  namespaceAnnotations: namespaceMaps,
  priority: z.number().int(),
  releases: z
    .array(
      z.object({
        releaseName,
        formerName: releaseName.optional(),
        namespace,
        chart: releaseChart,
        values: z.record(z.string(), z.json()),
      }),
    )
    .max(32),
  manifests: z.array(z.object({ name: anyName, content: z.string() })).max(200),
  readinessChecks: z.array(readinessCheck).max(64),
});
