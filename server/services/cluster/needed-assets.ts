import { isNeededBy, type AssetState } from "@/server/domain/assets";
import type { ServicePorts } from "@/server/services/kit/ports";

/** The programs that a cluster of this Kubernetes waits for, itself or through the management plane. */
export function neededAssets(ports: ServicePorts, kubernetesVersion: string): AssetState[] {
  const managementPlane = ports.managementPlane().versions.kubernetes;
  const needs = { cluster: kubernetesVersion, managementPlane };
  return ports.assets.states().filter((asset) => isNeededBy(asset, needs));
}
