import { homedir } from "node:os";
import path from "node:path";

/** The environment variables that concern assets; handed in, so that this folder never reads them itself. */
export interface AssetEnv {
  LAMINA_KUBE_ASSETS?: string | undefined;
  LAMINA_CACHE_DIR?: string | undefined;
  LAMINA_ASSET_DOWNLOAD?: string | undefined;
  XDG_CACHE_HOME?: string | undefined;
  PATH?: string | undefined;
}

/** What the operator decided about assets. */
export interface AssetSettings {
  cacheDir: string;
  extraDir?: string | undefined;
  /** The PATH to search. */
  searchPath: string;
  downloads: boolean;
}

/** Turns the environment into settings. An empty variable counts as absent. */
export function assetSettings(env: AssetEnv): AssetSettings {
  const cacheHome = env.XDG_CACHE_HOME || path.join(homedir(), ".cache");
  return {
    cacheDir: path.resolve(env.LAMINA_CACHE_DIR || path.join(cacheHome, "lamina")),
    extraDir: env.LAMINA_KUBE_ASSETS ? path.resolve(env.LAMINA_KUBE_ASSETS) : undefined,
    searchPath: env.PATH ?? "",
    downloads: (env.LAMINA_ASSET_DOWNLOAD ?? "on").toLowerCase() !== "off",
  };
}

/** Folder of one asset in the cache. */
export function assetDir(cacheDir: string, asset: { name: string; version: string }): string {
  return path.join(cacheDir, "assets", asset.name, asset.version);
}

/** Where the program of an asset lies in the cache: the contract with everyone who starts it. */
export function assetPath(cacheDir: string, asset: { name: string; version: string }): string {
  return path.join(assetDir(cacheDir, asset), asset.name);
}
