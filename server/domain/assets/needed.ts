import { pinnedVersions } from "@/server/domain/control-plane/binaries";
import type { AssetState } from "./state";

/** The programs that follow the Kubernetes version of a cluster. */
export const perKubernetes = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];
/** The management plane runs without a scheduler: it has nothing to schedule. */
const ofPlane = ["kube-apiserver", "kube-controller-manager"];
const always = [...Object.keys(pinnedVersions), "helm"];

/** Whether a cluster of this Kubernetes waits for the asset, itself or through the management plane. */
export function isNeededBy(
  asset: { name: string; version: string },
  kubernetes: { cluster: string; managementPlane: string | undefined },
): boolean {
  const { name, version } = asset;
  return (
    always.includes(name) ||
    (perKubernetes.includes(name) && version === kubernetes.cluster) ||
    (ofPlane.includes(name) && version === kubernetes.managementPlane)
  );
}

/** The assets of which the catalogue lists a newer version before: nothing needs them at the start. */
export function olderVersions<A extends { name: string }>(catalogue: readonly A[]): A[] {
  return catalogue.filter((asset) => catalogue.find(({ name }) => name === asset.name) !== asset);
}

/** Why a program that is not deferred cannot be held back. */
export function cannotPause(asset: Pick<AssetState, "name" | "version" | "state">): string {
  const why =
    asset.state === "ready" ? "it is ready" : "a cluster or the management plane needs it";
  return `${asset.name} ${asset.version} cannot be paused: ${why}.`;
}
