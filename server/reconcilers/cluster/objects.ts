import { renderCluster as renderObjects } from "@/server/domain/cluster/render-capi";
import { renderInputOf } from "@/server/domain/cluster/render-input";
import { isUpgrading } from "@/server/domain/cluster/status";
import { AppError } from "@/server/domain/errors/app-error";
import type { ProfileProblemCode } from "@/server/domain/profile/types";
import type { KubeClient } from "@/server/kube/client";
import { contentDigest } from "@/server/platform/process/content-digest";
import type { Faults } from "./faults";
import type { ClusterScope } from "./load";
import { observeMachines, type ObservedMachines } from "./observe";
import type { ClusterReconcilerDeps } from "./ports";

/** Even when nothing seems to have changed everything is applied this often. */
const resyncMs = 10 * 60_000;

/**
 * Hands the cluster's objects to Cluster API and looks at what became of them; null when it cannot look.
 * What was handed over and has not changed since, here or there, is not handed over again.
 */
export async function keepObjects(
  deps: ClusterReconcilerDeps,
  client: KubeClient,
  scope: ClusterScope,
  faults: Faults,
): Promise<ObservedMachines | null> {
  const { id } = scope.cluster;
  const { applied } = deps.memory;
  const input = await faults.during("objects", async () => inputOf(scope));
  const look = () => faults.during("objects", () => observeMachines(client, scope, input));
  if (!input) return look();
  // No kubelet may be newer than its API server, so workers follow the control plane.
  const objects = renderObjects(input, { withWorkers: !isUpgrading(scope.cluster) });
  const now = deps.services.clock.now().getTime();
  const digest = contentDigest(`${client.server} ${JSON.stringify(objects)}`);
  const before = applied.get(id);
  if (before?.digest === digest && now - before.at < resyncMs) {
    const seen = await look();
    // What a stranger changed or removed is put right at once.
    if (!seen || seen.generations === before.generations) return seen;
  }
  applied.delete(id);
  const done = await faults.during("objects", async () => {
    for (const object of objects) {
      await client.apply(object, { fieldManager: "lamina", force: true });
    }
    return true;
  });
  const seen = await look();
  if (done && seen) applied.set(id, { digest, at: now, generations: seen.generations });
  return seen;
}

/** Throws where values cannot be read: defaults in their place would change a running control plane. */
function inputOf({ cluster, layers, rendered }: ClusterScope) {
  const unread = rendered?.problems.find(
    ({ code, kind, manifest }) =>
      (kind === "os" || kind === "k8s") && manifest === undefined && unreadCodes.includes(code),
  );
  if (unread) {
    throw new AppError("BAD_INPUT", `${unread.layerName}, line ${unread.line}: ${unread.message}`);
  }
  return rendered && renderInputOf(cluster, layers, rendered.facts);
}

const unreadCodes: readonly ProfileProblemCode[] = ["YAML_INVALID", "MACRO_INVALID"];
