import { perKubernetes } from "@/server/domain/assets";
import { kubernetesVersionOf } from "@/server/domain/profile/kubernetes-version";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { ServicePorts } from "@/server/services/kit/ports";

/** Somebody is going to deploy these layers: the programs of their Kubernetes wait in the queue no longer. */
export function prepareKubernetes(
  assets: ServicePorts["assets"],
  layers: readonly ProfileLayer[],
): void {
  const version = kubernetesVersionOf(layers);
  for (const asset of assets.states()) {
    const follows = perKubernetes.includes(asset.name) && asset.version === version;
    // A person who paused one still decides: only a cluster that waits for it goes before.
    if (follows && asset.state === "queued") assets.prepare(asset.name, asset.version);
  }
}
