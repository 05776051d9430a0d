import { z } from "zod";
import { checksumFormatSchema } from "./checksum";
import { assetKey } from "./state";

const releaseSchema = z.object({
  /** `<os>-<arch>` in Go's words; elsewhere the asset is built. */
  platforms: z.array(z.string().regex(/^[a-z]+-[a-z0-9]+$/)).min(1),
  url: z.url(),
  checksum: z.object({ url: z.url(), format: checksumFormatSchema }),
  /** Path of the program inside the .tar.gz; absent when the download is the program itself. */
  member: z.string().optional(),
});

const extraSchema = z.object({
  module: z.string(),
  from: z.string(),
  to: z.string().regex(/^[a-z0-9.-]+$/),
});

/** One program Lamina needs: what it is, how to recognise it, where it comes from. */
export const assetSpecSchema = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  title: z.string(),
  purpose: z.string(),
  /** Arguments that make it print its version; absent when the program cannot tell. */
  probe: z.array(z.string()).optional(),
  build: z.object({
    module: z.string(),
    package: z.string(),
    ldflags: z.array(z.string()),
    /** How long it takes on two cores, in the order of the catalogue: what was compiled before is kept. */
    seconds: z.number().positive().default(60),
  }),
  release: releaseSchema.optional(),
  /** Files copied out of a Go module to lie beside the program. */
  extras: z.array(extraSchema).default([]),
});
/** One program Lamina needs. */
export type AssetSpec = z.infer<typeof assetSpecSchema>;
/** An official release of an asset. */
export type AssetRelease = z.infer<typeof releaseSchema>;

/** The catalogue file `kubernetes/assets.json`, in the order in which assets are prepared. */
export const assetCatalogueSchema = z.object({
  assets: z
    .array(assetSpecSchema)
    .refine((assets) => new Set(assets.map(assetKey)).size === assets.length, {
      message: "An asset is listed twice",
    }),
});
