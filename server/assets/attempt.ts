import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  assetFailure,
  failureKey,
  isAssetFailure,
  joinFailures,
  renderTemplate,
  resolutionOrder,
  type AssetFailure,
  type AssetPhase,
  type AssetProgress,
  type AssetSource,
  type AssetSpec,
  type Platform,
} from "@/server/domain/assets";
import { messageOf } from "@/server/domain/errors/app-error";
import type { Slots } from "@/server/platform/slots/slots";
import { buildAsset } from "./build";
import { downloadAsset } from "./download";
import { publish, sweepTemp } from "./files";
import { acquireLock, type LockHolder } from "./lock";
import type { Reachability } from "./reachability";
import { findInCache, findLocal } from "./resolve";
import { assetDir, assetPath, type AssetSettings } from "./settings";
import type { AssetLog } from "./types";
import { folderTrouble, makeFolder } from "@/server/platform/files/make-folder";

/** What all attempts of a manager share. */
export interface AttemptContext {
  settings: AssetSettings;
  kubernetesDir: string;
  platform: Platform;
  goCommand: string;
  downloads: Slots;
  builds: Slots;
  reachability: Reachability;
  /** Kinds of failure that the log has told of already. */
  told: Set<string>;
  log: AssetLog;
  signal: AbortSignal;
  /** Nobody waits for it. */
  gentle: boolean;
  /** Place in the catalogue: what a management plane needs stands first. */
  priorityOf(spec: AssetSpec): number;
  /** How long an asset that is never downloaded waits before it asks for the compiler. */
  graceMs: number;
  /** Pause before the second and third try of a broken download. */
  retryMs: number;
  stallMs?: number | undefined;
}

/** Reports what an attempt is doing. */
export type ReportProgress = (phase: AssetPhase, progress?: AssetProgress) => void;

/** A ready asset and where it came from. */
export interface ReadyAsset {
  source: AssetSource;
  path: string;
}

const DOWNLOAD_TRIES = 3;

/** Gets one asset by the first way that works; throws an AssetFailure that tells of each way tried. */
export async function attemptAsset(
  spec: AssetSpec,
  context: AttemptContext,
  report: ReportProgress,
): Promise<ReadyAsset> {
  report("resolving");
  const { settings, platform, log } = context;
  const { extraDir, downloads } = settings;
  const order = resolutionOrder(spec, { extraDir, downloads, platform });
  const local = await findLocal(spec, order, settings, log);
  if (local) return local;
  try {
    return await prepareUnderLock(spec, order, context, report);
  } catch (error) {
    if (context.signal.aborted)
      throw assetFailure("ASSET_STOPPED", spec, "Lamina was stopped.", { cause: error });
    if (isAssetFailure(error)) throw error;
    throw assetFailure("ASSET_STORAGE", spec, messageOf(error), { cause: error });
  }
}

async function prepareUnderLock(
  spec: AssetSpec,
  order: readonly AssetSource[],
  context: AttemptContext,
  report: ReportProgress,
): Promise<ReadyAsset> {
  const dir = assetDir(context.settings.cacheDir, spec);
  const release = await lockFolder(spec, dir, context, (holder) =>
    report("resolving", waiting(lockLine(holder))),
  );
  try {
    const ready = await findInCache(spec, context.settings.cacheDir); // by whoever held the lock before
    if (ready) return ready;
    await sweepTemp(dir);
    return await fetchOrBuild(spec, order, context, report);
  } finally {
    await release();
  }
}

/** Takes the asset's folder for this process; a cache that cannot be written has one reason for all assets. */
async function lockFolder(
  spec: AssetSpec,
  dir: string,
  { settings: { cacheDir }, signal }: AttemptContext,
  onWait: (holder: LockHolder | undefined) => void,
): Promise<() => Promise<void>> {
  try {
    makeFolder(dir);
    return await acquireLock(path.join(dir, ".lock"), { signal, onWait });
  } catch (cause) {
    if (signal.aborted) throw cause;
    const why = folderTrouble(dir, cause);
    const reason = `the cache folder ${cacheDir} cannot be written (${why}).`;
    throw assetFailure("ASSET_STORAGE", spec, reason, { cause });
  }
}

async function fetchOrBuild(
  spec: AssetSpec,
  order: readonly AssetSource[],
  context: AttemptContext,
  report: ReportProgress,
): Promise<ReadyAsset> {
  const failures: AssetFailure[] = [];
  for (const source of order) {
    if (source !== "download" && source !== "build") continue; // the local ones were looked at before
    try {
      const way = source === "download" ? downloadTurn : buildTurn;
      return { source, path: await way(spec, context, report) };
    } catch (error) {
      if (!isAssetFailure(error) || context.signal.aborted) throw error;
      // Assets that fail alike are worth one line.
      const level = context.told.has(failureKey(error)) ? "info" : "warn";
      context.told.add(failureKey(error));
      const { code } = error;
      context.log[level]({ asset: spec.name, version: spec.version, source, code }, error.message);
      failures.push(error);
    }
  }
  throw (
    joinFailures(failures) ??
    assetFailure("ASSET_DOWNLOAD_NOT_FOUND", spec, "there is no way to get it.")
  );
}

function downloadTurn(
  spec: AssetSpec,
  context: AttemptContext,
  report: ReportProgress,
): Promise<string> {
  const onWait = () => report("resolving", waiting("Waiting for other downloads"));
  return context.downloads.run({ priority: context.priorityOf(spec), onWait }, async () => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await download(spec, context, report);
      } catch (error) {
        const again =
          isAssetFailure(error) &&
          error.code === "ASSET_DOWNLOAD_BROKEN" &&
          attempt < DOWNLOAD_TRIES;
        if (!again || context.signal.aborted) throw error;
        report(
          "downloading",
          waiting(`The connection broke; trying again (${attempt + 1} of ${DOWNLOAD_TRIES})`),
        );
        await sleep(context.retryMs * attempt, undefined, { signal: context.signal });
      }
    }
  });
}

async function download(
  spec: AssetSpec,
  context: AttemptContext,
  report: ReportProgress,
): Promise<string> {
  const { release } = spec;
  if (!release)
    throw assetFailure("ASSET_DOWNLOAD_NOT_FOUND", spec, "there is no official release of it.");
  const url = renderTemplate(release.url, { version: spec.version, ...context.platform });
  const blocked = context.reachability.blockedBy(url);
  if (blocked) {
    const { host, reason } = blocked;
    throw assetFailure("ASSET_DOWNLOAD_UNREACHABLE", spec, reason, { host });
  }
  try {
    const dir = assetDir(context.settings.cacheDir, spec);
    const temp = await downloadAsset(spec, release, {
      platform: context.platform,
      dir,
      signal: context.signal,
      ...(context.stallMs === undefined ? {} : { stallMs: context.stallMs }),
      onProgress: (progress) => report("downloading", progress),
    });
    return await place(temp, spec, context);
  } catch (error) {
    context.reachability.learn(url, error);
    throw error;
  }
}

async function buildTurn(
  spec: AssetSpec,
  context: AttemptContext,
  report: ReportProgress,
): Promise<string> {
  const onWait = () => report("resolving", waiting("Waiting for its turn to be built"));
  // The downloads of more urgent assets get a moment to fail: without internet they need the compiler first.
  if (!spec.release) await sleep(context.graceMs, undefined, { signal: context.signal });
  return context.builds.run({ priority: context.priorityOf(spec), onWait }, async () => {
    context.signal.throwIfAborted();
    context.log.info({ asset: spec.name, version: spec.version }, "building asset");
    const temp = await buildAsset(spec, {
      kubernetesDir: context.kubernetesDir,
      dir: assetDir(context.settings.cacheDir, spec),
      goCommand: context.goCommand,
      signal: context.signal,
      gentle: context.gentle,
      onProgress: (progress) => report("building", progress),
    });
    return place(temp, spec, context);
  });
}

async function place(temp: string, spec: AssetSpec, context: AttemptContext): Promise<string> {
  const target = assetPath(context.settings.cacheDir, spec);
  try {
    await publish(temp, target);
    return target;
  } finally {
    await rm(temp, { force: true });
  }
}

function waiting(line: string): AssetProgress {
  return { done: 0, total: 0, unit: "steps", line };
}

function lockLine(holder: LockHolder | undefined): string {
  if (!holder) return "Another process is preparing it";
  const since = holder.since ? ` since ${holder.since.slice(11, 19)} UTC` : "";
  return `Process ${holder.pid} on ${holder.host} is preparing it${since}`;
}
