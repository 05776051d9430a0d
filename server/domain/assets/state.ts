import { z } from "zod";

/** Where a ready asset came from. */
export const assetSourceSchema = z.enum(["folder", "path", "cache", "download", "build"]);
/** Where a ready asset came from. */
export type AssetSource = z.infer<typeof assetSourceSchema>;

/** What is going on with an asset right now. */
export const assetPhaseSchema = z.enum([
  "missing",
  "resolving",
  "downloading",
  "building",
  "ready",
  "failed",
]);
/** What is going on with an asset right now. */
export type AssetPhase = z.infer<typeof assetPhaseSchema>;

/** How far a download or build is. A `total` of 0 means that nobody knows yet; `line` is for people. */
export const assetProgressSchema = z.object({
  done: z.number().int().nonnegative(),
  total: z.number().int().nonnegative(),
  unit: z.enum(["bytes", "packages", "modules", "steps"]),
  line: z.string(),
});
/** How far a download or build is. */
export type AssetProgress = z.infer<typeof assetProgressSchema>;

/** Every way in which preparing an asset can fail. */
export const assetErrorCodeSchema = z.enum([
  "ASSET_UNKNOWN",
  "ASSET_DOWNLOAD_UNREACHABLE",
  "ASSET_DOWNLOAD_NOT_FOUND",
  "ASSET_DOWNLOAD_BROKEN",
  "ASSET_CHECKSUM_MISMATCH",
  "ASSET_CHECKSUM_MISSING",
  "ASSET_ARCHIVE_BROKEN",
  "ASSET_BUILD_TOOL_MISSING",
  "ASSET_BUILD_TOOL_OLD",
  "ASSET_BUILD_MODULES_UNREACHABLE",
  "ASSET_BUILD_FAILED",
  "ASSET_STORAGE",
  "ASSET_STOPPED",
]);
/** Every way in which preparing an asset can fail. */
export type AssetErrorCode = z.infer<typeof assetErrorCodeSchema>;

/** Why an asset is not there, and the next step for whoever reads it. */
export const assetErrorSchema = z.object({
  code: assetErrorCodeSchema,
  message: z.string(),
  next: z.string(),
});
/** Why an asset is not there, and the next step for whoever reads it. */
export type AssetError = z.infer<typeof assetErrorSchema>;

/** One asset as the console and the terminal show it. */
export const assetStateSchema = z.object({
  name: z.string(),
  version: z.string(),
  title: z.string(),
  purpose: z.string(),
  state: assetPhaseSchema,
  source: assetSourceSchema.optional(),
  path: z.string().optional(),
  progress: assetProgressSchema.optional(),
  error: assetErrorSchema.optional(),
  since: z.iso.datetime(),
});
/** One asset as the console and the terminal show it. */
export type AssetState = z.infer<typeof assetStateSchema>;

/** The identity of an asset: two versions of one program are two assets. */
export function assetKey(asset: { name: string; version: string }): string {
  return `${asset.name}@${asset.version}`;
}

/** Share of the work done, 0 to 100, or undefined when the total is not known. */
export function progressPercent(progress: AssetProgress | undefined): number | undefined {
  if (!progress || progress.total === 0) return undefined;
  return Math.min(100, Math.floor((progress.done / progress.total) * 100));
}

/** Counts for a headline such as "9 of 12 ready, 1 failed". */
export function summarizeAssets(states: readonly AssetState[]): {
  total: number;
  ready: number;
  failed: number;
  busy: number;
} {
  const count = (...phases: AssetPhase[]) => states.filter((s) => phases.includes(s.state)).length;
  return {
    total: states.length,
    ready: count("ready"),
    failed: count("failed"),
    busy: count("resolving", "downloading", "building"),
  };
}
