import type { AssetSpec } from "./catalogue";
import type { Platform } from "./platform";
import type { AssetSource } from "./state";

/** What the operator allows and what this machine is. */
export interface OrderSettings {
  extraDir?: string | undefined;
  downloads: boolean;
  platform: Platform;
}

/**
 * The places to try for an asset, in order. An asset that cannot tell its version is never taken from PATH:
 * nothing would show that it is the wrong one.
 */
export function resolutionOrder(spec: AssetSpec, settings: OrderSettings): AssetSource[] {
  const released =
    spec.release?.platforms.includes(`${settings.platform.os}-${settings.platform.arch}`) ?? false;
  const order: AssetSource[] = [];
  if (settings.extraDir) order.push("folder");
  if (spec.probe && spec.extras.length === 0) order.push("path");
  order.push("cache");
  if (settings.downloads && released) order.push("download");
  order.push("build");
  return order;
}

/**
 * Paths inside a folder of ready-made assets, most exact first. Only the first two name the version,
 * so a bare `<name>` is good for one version at a time.
 */
export function folderCandidates(asset: { name: string; version: string }): string[] {
  const { name, version } = asset;
  return [`${name}/${version}/${name}`, `${version}/${name}`, `${name}-${version}`, name];
}
