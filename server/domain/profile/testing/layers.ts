import { plainPack } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import type { MacroContext, ProfileLayer } from "@/server/domain/profile/types";

/** A layer of a pack with the pack's own values unless told otherwise. */
export function layerOf(pack: Pack, over: Partial<ProfileLayer> = {}): ProfileLayer {
  const { registry, name, version, digest } = pack;
  return {
    id: `lyr_${over.name ?? name}`,
    name,
    kind: pack.layer,
    pack: { registry, name, version, digest },
    values: pack.values,
    manifests: [],
    ...over,
  };
}

/** Packs by digest. */
export function lookUp(...packs: Pack[]): Map<string, Pack> {
  return new Map(packs.map((pack) => [pack.digest, pack]));
}

/** The four infrastructure packs of a small local profile. */
export function infraPacks(): Promise<Pack[]> {
  return Promise.all([
    plainPack("my-os", "os", { cloudTypes: ["local"] }),
    plainPack("kubernetes", "k8s", { version: "1.36.3" }, "pack:\n  podCIDR: 10.1.0.0/16\n"),
    plainPack("my-net", "cni"),
    plainPack("my-disk", "csi"),
  ]);
}

/** A macro context with nothing but what is given. */
export function contextOf(over: Partial<MacroContext> = {}): MacroContext {
  return { system: {}, variables: {}, macros: {}, packs: {}, ...over };
}
