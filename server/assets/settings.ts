import path from "node:path";
import type { Environment } from "@/server/platform/env/env";

/** What the operator decided about assets. */
export interface AssetSettings {
  cacheDir: string;
  /** Folder of ready-made programs (`LAMINA_KUBE_ASSETS`). */
  extraDir?: string | undefined;
  /** The PATH to search. */
  searchPath: string;
  /** False when official releases must not be fetched (`LAMINA_ASSET_DOWNLOAD=off`). */
  downloads: boolean;
}

/** The part of the environment that concerns assets. */
export function assetSettings(
  env: Pick<Environment, "cacheDir" | "kubeAssetsDir" | "assetDownload">,
  searchPath: string,
): AssetSettings {
  const extraDir = env.kubeAssetsDir ? path.resolve(env.kubeAssetsDir) : undefined;
  return { cacheDir: env.cacheDir, extraDir, searchPath, downloads: env.assetDownload };
}

/** Folder of one asset in the cache. */
export function assetDir(cacheDir: string, asset: { name: string; version: string }): string {
  return path.join(cacheDir, "assets", asset.name, asset.version);
}

/** Where the program of an asset lies in the cache: the contract with everyone who starts it. */
export function assetPath(cacheDir: string, asset: { name: string; version: string }): string {
  return path.join(assetDir(cacheDir, asset), asset.name);
}
