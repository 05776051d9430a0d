import { sortNewestFirst } from "@/server/domain/pack/version";
import type { LayerSource } from "./new-layer";

/** The packs of the sample in the order of the stack; without a version, the newest. */
export const samplePacks: readonly { name: string; version?: string }[] = [
  { name: "local-ubuntu" },
  { name: "kubernetes", version: "1.37.2" },
  { name: "local-network" },
  { name: "local-storage" },
  { name: "priority-classes" },
  { name: "team-namespaces" },
  { name: "sample-web" },
  { name: "nightly-job" },
  { name: "feature-flags-crd" },
];

/** What a new profile from the sample is called at first. */
export const sampleProfile = {
  name: "sample-stack",
  version: "1.0.0",
  description: "A complete local stack with a small web app; runs without the internet.",
} as const;

/** The pack of each part of the sample, as far as the registries have it. */
export function pickSamplePacks<P extends Pick<LayerSource, "name" | "version">>(
  packs: readonly P[],
): { found: P[]; missing: string[] } {
  const found: P[] = [];
  const missing: string[] = [];
  for (const { name, version } of samplePacks) {
    const named = sortNewestFirst(packs.filter((pack) => pack.name === name));
    const pack = named.find((one) => one.version === version) ?? named[0];
    if (pack) found.push(pack);
    else missing.push(name);
  }
  return { found, missing };
}
