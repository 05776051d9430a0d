import { defaultPools, type PoolValues } from "@/components/cluster/deploy/deploy-values";
import type { Pack, PackSummary } from "@/server/domain/pack/types";
import { freeName } from "@/server/domain/profile/new-layer";
import { pickSamplePacks, sampleProfile } from "@/server/domain/profile/sample";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { ProfileSummaryView } from "@/server/domain/profile/views";

/** What this needs of the API: the same calls that the pages make. */
export interface SampleApi {
  profiles(): Promise<Pick<ProfileSummaryView, "name" | "versions">[]>;
  revision(versionId: string): Promise<number>;
  packs(): Promise<PackSummary[]>;
  pack(digest: string): Promise<Pack>;
  createProfile(input: {
    name: string;
    description: string;
    version: string;
    layers: ProfileLayer[];
  }): Promise<{ versionId: string }>;
  publish(input: { versionId: string; revision: number; version: string }): Promise<unknown>;
  clusterNames(): Promise<string[]>;
  createCluster(input: {
    name: string;
    profileVersionId: string;
    pools: PoolValues[];
  }): Promise<{ clusterId: string }>;
}

/**
 * Deploys the sample, step by step through the normal API. Every step looks first, so that a second
 * try goes on where the first one stopped.
 */
export async function deploySample(
  api: SampleApi,
  onStep: (step: string) => void,
): Promise<{ clusterId: string }> {
  onStep("Preparing the sample profile");
  const profileVersionId = await publishedSample(api, onStep);
  onStep("Starting the cluster");
  const name = freeName("demo", await api.clusterNames());
  return api.createCluster({ name, profileVersionId, pools: defaultPools() });
}

async function publishedSample(api: SampleApi, onStep: (step: string) => void): Promise<string> {
  const profile = (await api.profiles()).find((p) => p.name === sampleProfile.name);
  const published = profile?.versions.find((v) => v.state === "published");
  if (published) return published.id;
  const draft = profile?.versions[0] ?? (await createSample(api));
  onStep("Publishing the sample profile");
  const revision = await api.revision(draft.id);
  await api.publish({ versionId: draft.id, revision, version: draft.version });
  return draft.id;
}

async function createSample(api: SampleApi): Promise<{ id: string; version: string }> {
  const { found, missing } = pickSamplePacks(await api.packs());
  if (missing.length > 0) {
    throw new Error(
      `The registries have no pack ${missing.join(", ")}: restart the console to load the bundled ones.`,
    );
  }
  // Reads YAML, which the page does without until the sample is wanted.
  const { sampleLayers } = await import("@/server/domain/profile/sample-layers");
  const packs = await Promise.all(found.map((pack) => api.pack(pack.digest)));
  const { name, description, version } = sampleProfile;
  const created = await api.createProfile({
    name,
    description,
    version,
    layers: sampleLayers(packs),
  });
  return { id: created.versionId, version };
}
