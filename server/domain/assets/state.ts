import { z } from "zod";

/** Where a ready asset came from. */
export const assetSourceSchema = z.enum(["folder", "path", "cache", "download", "build"]);
/** Where a ready asset came from. */
export type AssetSource = z.infer<typeof assetSourceSchema>;

/** What is going on with an asset right now. */
export const assetPhaseSchema = z.enum([
  "missing",
  /** Not needed yet: prepared when the machine is idle, or as soon as somebody asks. */
  "queued",
  /** As queued, but an administrator holds it back. */
  "paused",
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

/** One way that was tried, without the asset's name: the same for all assets that fail alike. */
const failedWaySchema = z.object({
  code: assetErrorCodeSchema,
  /** The server it is about; then the reason continues a sentence that begins with it. */
  host: z.string().optional(),
  reason: z.string(),
});
/** One way that was tried, without the asset's name. */
export type FailedWay = z.infer<typeof failedWaySchema>;

/** Why an asset is not there, and the next step for whoever reads it. */
export const assetErrorSchema = z.object({
  code: assetErrorCodeSchema,
  message: z.string(),
  next: z.string(),
  ways: z.array(failedWaySchema).readonly().optional(),
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
  /** How long a build of it will take from now on, as far as this machine's pace tells. */
  remainingMs: z.number().int().nonnegative().optional(),
  /** Nothing needs it yet: it can be paused. */
  background: z.literal(true).optional(),
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

/** True while nobody waits for the asset: it is prepared later, or when somebody asks. */
export function isDeferred({ state }: Pick<AssetState, "state">): boolean {
  return state === "queued" || state === "paused";
}

/** Counts for a headline such as "9 of 12 ready, 1 failed, 2 queued". */
export interface AssetSummary {
  total: number;
  ready: number;
  failed: number;
  busy: number;
  queued: number;
  paused: number;
  /** For all that is under way or queued; they are built one after the other. */
  remainingMs: number;
}

/** Counts the assets by what a reader wants to know. */
export function summarizeAssets(states: readonly AssetState[]): AssetSummary {
  const count = (...phases: AssetPhase[]) => states.filter((s) => phases.includes(s.state)).length;
  const pending = states.filter((s) => s.state !== "paused");
  return {
    total: states.length,
    ready: count("ready"),
    failed: count("failed"),
    busy: count("resolving", "downloading", "building"),
    queued: count("queued"),
    paused: count("paused"),
    remainingMs: pending.reduce((sum, s) => sum + (s.remainingMs ?? 0), 0),
  };
}
