import { setTimeout as sleep } from "node:timers/promises";
import type { ClusterDetail, OperationView } from "@/server/domain/cluster/views";
import { sampleProfile } from "@/server/domain/profile/sample";
import { sampleLayers } from "@/server/domain/profile/sample-layers";
import { errorCatalogue } from "@/server/domain/operation/catalogue";
import type { OperationStep } from "@/server/domain/operation/types";
import type { ConsoleClient } from "./console-client";
import { Patience } from "./patience";

export const samplePools = [
  { name: "control-plane", role: "control-plane" as const, size: 1 },
  { name: "workers", role: "worker" as const, size: 3 },
];

/** The project the demo works in, and a published version of the sample profile in it. */
export interface SampleProfile {
  projectId: string;
  projectSlug: string;
  profileId: string;
  versionId: string;
  version: string;
  layers: { name: string; version: string }[];
}

/** The published sample profile of the first project, made when it is not there. */
export async function ensureSampleProfile(
  api: ConsoleClient,
  patience = new Patience(),
): Promise<SampleProfile> {
  const { id: projectId, slug: projectSlug } = await firstProject(api);
  const find = async () =>
    (await api.profile.list.query({ projectId })).find((p) => p.name === sampleProfile.name);
  const existing = await find();
  if (!existing?.versions.some((v) => v.state === "published")) {
    const draftId = existing?.versions[0]?.id;
    const draftOf = async () => (await find())?.versions[0]?.id;
    const id = draftId ?? (await patience.once(() => createSample(api, projectId), draftOf));
    const published = async () =>
      (await find())?.versions.some((v) => v.state === "published") || undefined;
    await patience.once(() => publishSample(api, id), published);
  }
  const profile = await find();
  const published = profile?.versions.find((v) => v.state === "published");
  if (!profile || !published) throw new Error(`The profile ${sampleProfile.name} is not there.`);
  const layers = profile.stack.map(({ name, version }) => ({ name, version }));
  const { id: profileId } = profile;
  return {
    projectId,
    projectSlug,
    profileId,
    versionId: published.id,
    version: published.version,
    layers,
  };
}

/** The project that everybody has: the first this person sees. */
export async function firstProject(api: ConsoleClient): Promise<{ id: string; slug: string }> {
  const [project] = (await api.session.get.query()).projects;
  if (!project) throw new Error("This person sees no project.");
  return project;
}

/** Publishes the draft that this run or an interrupted earlier one made. */
async function publishSample(api: ConsoleClient, versionId: string): Promise<true> {
  const { revision } = await api.profile.version.query({ versionId });
  const { version } = sampleProfile;
  await api.profile.publish.mutate({ versionId, revision, version, note: "Sample" });
  return true;
}

async function createSample(api: ConsoleClient, projectId: string): Promise<string> {
  const summaries = await api.pack.list.query({ projectId });
  const packs = await Promise.all(
    summaries.map(({ digest }) => api.pack.get.query({ projectId, digest })),
  );
  const layers = sampleLayers(packs);
  return (await api.profile.create.mutate({ projectId, ...sampleProfile, layers })).versionId;
}

/** The id of the live cluster of this name, or undefined. */
export async function findCluster(
  api: ConsoleClient,
  projectId: string,
  name: string,
): Promise<string | undefined> {
  const clusters = await api.cluster.list.query({ projectId });
  return clusters.find((c) => c.name === name)?.id;
}

/** How a wait is followed and when it ends. */
export interface FollowOptions {
  timeoutMs: number;
  signal?: AbortSignal;
  /** A step changed its state, its reason or what it waits for. */
  onStep?(step: OperationStep): unknown;
  /** Every look, also when nothing changed. */
  onLook?(operation: OperationView | undefined): Promise<void>;
}

/** A step that only a person can fix stays failed this long before the wait ends. */
const hopeMs = 30_000;
const lookMs = 250;

/** Follows the newest operation until it succeeded; throws naming the step that it hangs on. */
export async function waitForOperation(
  api: ConsoleClient,
  clusterId: string,
  options: FollowOptions,
): Promise<OperationStep[]> {
  const until = Date.now() + options.timeoutMs;
  const told = new Map<string, string>();
  for (;;) {
    const [operation] = await api.cluster.operations.query({ clusterId });
    for (const step of operation?.steps ?? []) {
      const news = [step.state, step.reason, step.waitingFor].join("\n");
      if (told.get(step.key) !== news) options.onStep?.(step);
      told.set(step.key, news);
    }
    await options.onLook?.(operation);
    if (operation?.state === "Succeeded") return operation.steps;
    if (Date.now() > until || operation?.steps.some(isHopeless)) throw stuck(operation);
    await sleep(lookMs, undefined, { signal: options.signal });
  }
}

function isHopeless(step: OperationStep): boolean {
  if (step.state !== "Failed" || !step.code || !step.finishedAt) return false;
  const { fixer } = errorCatalogue[step.code];
  return fixer === "you" && Date.now() - Date.parse(step.finishedAt) > hopeMs;
}

function stuck(operation: OperationView | undefined): Error {
  const step =
    operation?.steps.find((s) => s.state === "Failed") ??
    operation?.steps.find((s) => s.state !== "Succeeded" && s.state !== "Skipped");
  if (!step) return new Error("Not done in time: nothing has begun.");
  const why = step.message || (step.waitingFor ? `waits for ${step.waitingFor}` : step.reason);
  const entry = step.code ? errorCatalogue[step.code] : undefined;
  const next = entry ? `\n  ${step.code}: ${entry.title}\n  Next: ${entry.next}` : "";
  const verb = step.state === "Failed" ? "failed" : "is not done in time";
  return new Error(`Step "${step.title}" ${verb}: ${why}${next}`);
}

/** Waits until a running cluster is healthy: after a restart its parts come back one by one. */
export async function waitUntilHealthy(
  api: ConsoleClient,
  clusterId: string,
  options: Pick<FollowOptions, "timeoutMs" | "signal">,
): Promise<ClusterDetail> {
  const until = Date.now() + options.timeoutMs;
  for (;;) {
    const cluster = await api.cluster.get.query({ clusterId });
    if (cluster.state === "Running" && cluster.health === "Healthy") return cluster;
    if (Date.now() > until) {
      const because = cluster.because
        ? `: ${cluster.because.reason} ${cluster.because.message}`
        : "";
      throw new Error(`${cluster.name} is ${cluster.state} and ${cluster.health}${because}`);
    }
    await sleep(lookMs, undefined, { signal: options.signal });
  }
}

/** Asks for the removal and waits until nothing of the cluster is left. */
export async function deleteCluster(
  api: ConsoleClient,
  cluster: { id: string; name: string },
  options: FollowOptions,
  patience = new Patience(),
): Promise<void> {
  const input = { clusterId: cluster.id, confirmName: cluster.name };
  // To ask again for a removal that was asked for changes nothing.
  await patience.until(() => api.cluster.delete.mutate(input));
  await waitForOperation(api, cluster.id, options);
}
