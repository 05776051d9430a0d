import { supportsInfrastructure } from "@/server/domain/pack/infrastructure";
import { choosePhrases, type PackSummary } from "@/server/domain/pack/types";
import { isInRange, sortNewestFirst } from "@/server/domain/pack/version";
import { deleteIn, setIn } from "@/server/domain/yaml/edit";
import { formatPath } from "@/server/domain/yaml/path";
import { isOn, withPresets } from "./layer-presets";
import type { ProfileFix, ProfileLayer } from "./types";

/** What a fix is made from: the layers as they are, and the packs that can be chosen. */
export interface FixContext {
  layers: readonly ProfileLayer[];
  catalogue: readonly PackSummary[];
  /** `all` or the profile's infrastructure. */
  cloudType: string;
}

/** What the button of a fix says, or null while the fix cannot be made, e.g. no registry has the pack. */
export function fixLabel(fix: ProfileFix, context: FixContext): string | null {
  switch (fix.action) {
    case "add-pack": {
      const pack = packForFix(fix, context);
      return pack && `Add ${pack.name} ${pack.version}`;
    }
    case "use-version": {
      const pack = packForFix(fix, context);
      return pack && `Use ${pack.name} ${pack.version}`;
    }
    case "choose-pack":
      if (fix.search !== undefined) return `Find ${fix.search}`;
      return fix.layerId === null ? choosePhrases[fix.kind] : "Choose another pack";
    case "forget-presets":
      return "Turn them off";
    case "rename-layer":
    case "rename-manifest":
      return `Rename to ${fix.name}`;
    case "remove-layer":
      return "Remove layer";
    case "remove-key":
      return `Remove ${formatPath(fix.path)}`;
    case "restore-default":
      return "Restore the pack default";
    case "set-pack":
      return `Use ${fix.pack.name} ${fix.pack.version}`;
  }
}

/** The pack that a fix adds or changes to: the newest active one in the bounds; null when there is none. */
export function packForFix(
  fix: ProfileFix,
  { layers, catalogue, cloudType }: FixContext,
): PackSummary | null {
  if (fix.action !== "add-pack" && fix.action !== "use-version") return null;
  const layer = "layerId" in fix ? layers.find(({ id }) => id === fix.layerId) : undefined;
  const name = "packName" in fix ? fix.packName : layer?.pack.name;
  const fitting = catalogue.filter(
    (pack) =>
      pack.name === name &&
      (!layer || (pack.registry === layer.pack.registry && pack.layer === layer.kind)) &&
      pack.state === "active" &&
      supportsInfrastructure(pack, cloudType) &&
      isInRange(pack.version, fix.minVersion, fix.maxVersion),
  );
  return sortNewestFirst(fitting)[0] ?? null;
}

/**
 * The layers with the fix made, as one edit. Fixes that need a pack's content or a person's choice
 * change nothing here: the builder adds, replaces or opens the picker instead.
 */
export function applyFix(layers: readonly ProfileLayer[], fix: ProfileFix): ProfileLayer[] {
  const change = (id: string, patch: (layer: ProfileLayer) => Partial<ProfileLayer>) =>
    layers.map((layer) => (layer.id === id ? { ...layer, ...patch(layer) } : layer));
  switch (fix.action) {
    case "rename-layer":
      return change(fix.layerId, () => ({ name: fix.name }));
    case "rename-manifest":
      return change(fix.layerId, ({ manifests }) => ({
        manifests: manifests.map((one, i) => (i === fix.index ? { ...one, name: fix.name } : one)),
      }));
    case "remove-layer":
      return layers.filter(({ id }) => id !== fix.layerId);
    case "remove-key":
      return change(fix.layerId, ({ values }) => ({ values: deleteIn(values, fix.path) }));
    case "restore-default":
      return change(fix.layerId, ({ values }) => ({ values: setIn(values, fix.path, fix.value) }));
    case "forget-presets":
      return change(fix.layerId, (layer) => ({
        presets: (withPresets(layer).presets ?? []).filter((one) => !isOn(fix.presets, one)),
      }));
    case "set-pack":
      return change(fix.layerId, () => ({ pack: fix.pack }));
    case "add-pack":
    case "use-version":
    case "choose-pack":
      return [...layers];
  }
}
