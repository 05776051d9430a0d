import { setTimeout as sleep } from "node:timers/promises";
import { sampleLayers, sampleProfile } from "@/server/domain/profile/sample";
import type { OperationStep } from "@/server/domain/operation/types";
import type { ConsoleClient } from "./console-client";

export const samplePools = [
  { name: "control-plane", role: "control-plane" as const, size: 1 },
  { name: "workers", role: "worker" as const, size: 3 },
];

/** The published sample profile of the first project, made when it is not there. */
export async function ensureSampleProfile(
  api: ConsoleClient,
): Promise<{ projectId: string; versionId: string }> {
  const session = await api.session.get.query();
  const projectId = session.projects[0]?.id;
  if (!projectId) throw new Error("This person sees no project.");
  const profiles = await api.profile.list.query({ projectId });
  const existing = profiles.find((p) => p.name === sampleProfile.name);
  const published = existing?.versions.find((v) => v.state === "published");
  if (published) return { projectId, versionId: published.id };
  const summaries = await api.pack.list.query({ projectId });
  const packs = await Promise.all(
    summaries.map(({ digest }) => api.pack.get.query({ projectId, digest })),
  );
  const { versionId } = await api.profile.create.mutate({
    projectId,
    ...sampleProfile,
    layers: sampleLayers(packs),
  });
  await api.profile.publish.mutate({
    versionId,
    revision: 1,
    version: sampleProfile.version,
    note: "Sample",
  });
  return { projectId, versionId };
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

/** Follows the newest operation until it succeeded; throws with its state when the time is over. */
export async function waitForOperation(
  api: ConsoleClient,
  clusterId: string,
  options: { timeoutMs: number; onStep?: (step: OperationStep) => void },
): Promise<OperationStep[]> {
  const until = Date.now() + options.timeoutMs;
  const told = new Map<string, string>();
  for (;;) {
    const [operation] = await api.cluster.operations.query({ clusterId });
    for (const step of operation?.steps ?? []) {
      if (told.get(step.key) !== step.state) options.onStep?.(step);
      told.set(step.key, step.state);
    }
    if (operation?.state === "Succeeded") return operation.steps;
    if (Date.now() > until) {
      const open = operation?.steps.find((s) => s.state !== "Succeeded");
      throw new Error(
        `Not done in time: ${open?.title ?? "nothing begun"}: ${open?.message || open?.waitingFor || ""}`,
      );
    }
    await sleep(250);
  }
}
