import { infrastructureFault } from "@/server/domain/pack/infrastructure";
import { type LayerKind, layerKinds, type PackSummary } from "@/server/domain/pack/types";
import { compareVersions, sortNewestFirst } from "@/server/domain/pack/version";

/** All versions of one pack of one registry. */
export interface PackFamily {
  key: string;
  newest: PackSummary;
  /** The newest first. */
  versions: PackSummary[];
}

/** Which packs a list shows. */
export interface PackFilter {
  text?: string;
  kind?: LayerKind | null;
  availability?: PackSummary["availability"] | null;
}

/** Versions of a pack under one entry; in the order of the layers, then by name. */
export function packFamilies(packs: readonly PackSummary[]): PackFamily[] {
  const groups = new Map<string, PackSummary[]>();
  for (const pack of packs) {
    const key = `${pack.registry}/${pack.name}`;
    groups.set(key, [...(groups.get(key) ?? []), pack]);
  }
  const families = [...groups].flatMap(([key, versions]): PackFamily[] => {
    const sorted = sortNewestFirst(versions);
    const newest = sorted.find((pack) => pack.state === "active") ?? sorted[0];
    return newest ? [{ key, newest, versions: sorted }] : [];
  });
  const rank = (family: PackFamily) => layerKinds.indexOf(family.newest.layer);
  return families.sort(
    (a, b) => rank(a) - rank(b) || a.newest.displayName.localeCompare(b.newest.displayName),
  );
}

/** Narrows families; every word must be found somewhere. Better hits in the name come first. */
export function filterFamilies(families: readonly PackFamily[], filter: PackFilter): PackFamily[] {
  const words = (filter.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const kept = families.filter(({ newest }) => {
    if (filter.kind && newest.layer !== filter.kind) return false;
    if (filter.availability && newest.availability !== filter.availability) return false;
    const text = `${newest.name} ${newest.displayName} ${newest.description} ${newest.addonType ?? ""}`;
    return words.every((word) => text.toLowerCase().includes(word));
  });
  const first = words[0];
  if (first === undefined) return kept;
  const score = ({ newest }: PackFamily) =>
    newest.name.startsWith(first) ? 0 : newest.name.includes(first) ? 1 : 2;
  return kept.sort((a, b) => score(a) - score(b));
}

/** Those that support an infrastructure, and those that do not with the reason; the order is kept. */
export function splitBySupport(families: readonly PackFamily[], infrastructure: string) {
  const fit: PackFamily[] = [];
  const unfit: { family: PackFamily; reason: string }[] = [];
  for (const family of families) {
    const reason = infrastructureFault(family.newest, infrastructure);
    if (reason === null) fit.push(family);
    else unfit.push({ family, reason });
  }
  return { fit, unfit };
}

/** The version of a family nearest to a given one: itself, or the newest. */
export function versionIn(family: PackFamily, digest: string | undefined): PackSummary {
  return family.versions.find((pack) => pack.digest === digest) ?? family.newest;
}

/** Versions of the same pack, the newest first; for the version menu of a layer. */
export function versionsOfPack(
  packs: readonly PackSummary[],
  ref: { registry: string; name: string },
): PackSummary[] {
  return packs
    .filter((pack) => pack.name === ref.name && pack.registry === ref.registry)
    .sort((a, b) => compareVersions(b.version, a.version));
}
