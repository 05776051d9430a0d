import { compareVersions } from "@/server/domain/pack/version";
import { sampleFacts } from "@/server/domain/profile/cluster-facts";
import { kubernetesVersionOf } from "@/server/domain/profile/kubernetes-version";
import type { ProfileLayer } from "@/server/domain/profile/types";
import type { Standing } from "./newest-update";
import { networkOf } from "./render-input";
import type { ClusterSpec } from "./types";

/** What of a profile version decides whether clusters can run it. */
export interface OfferedVersion {
  version: string;
  state: "draft" | "published";
  layers: readonly ProfileLayer[];
  profile: { id: string; name: string; cloudType: string };
}

/** The cluster that shall move to another version of its profile. */
export interface MovingCluster {
  name: string;
  spec: Pick<ClusterSpec, "infrastructure" | "kubernetesVersion">;
  /** What its control plane runs; null until one has been ready. */
  runningVersion: string | null;
  current: {
    version: string;
    layers: readonly ProfileLayer[];
    profile: { id: string; name: string };
  };
}

/** The Kubernetes that comes with a version, or why it cannot be run, in a sentence for people. */
export type Fit = { fault: null; kubernetesVersion: string } | { fault: string };

/** Whether clusters on this infrastructure can run the version. */
export function fitsInfrastructure(
  { version, state, layers, profile }: OfferedVersion,
  infrastructure: ClusterSpec["infrastructure"],
): Fit {
  if (state !== "published") return { fault: `Version ${version} is a draft. Publish it first.` };
  if (profile.cloudType !== "all" && profile.cloudType !== infrastructure) {
    return {
      fault: `${profile.name} is for ${profile.cloudType} infrastructure, not ${infrastructure}.`,
    };
  }
  const kubernetesVersion = kubernetesVersionOf(layers);
  if (kubernetesVersion) return { fault: null, kubernetesVersion };
  return { fault: `Version ${version} has no Kubernetes layer.` };
}

/**
 * Whether the cluster may move to this version. Layers may come, change and go; what a cluster cannot
 * live through is refused.
 */
export function fitsCluster(target: OfferedVersion, cluster: MovingCluster): Fit {
  const { name, current, spec } = cluster;
  if (target.profile.id !== current.profile.id) {
    const [own, other] = [current.profile.name, target.profile.name];
    return {
      fault: `${name} uses the profile ${own}, not ${other}. Choose a version of ${own}, or deploy a new cluster.`,
    };
  }
  if (target.version === current.version) {
    return { fault: `${name} is already on version ${target.version}.` };
  }
  const fit = fitsInfrastructure(target, spec.infrastructure);
  if (fit.fault !== null) return fit;
  const fault = kubernetesFault(cluster, fit.kubernetesVersion) ?? networkFault(cluster, target);
  return fault === null ? fit : { fault };
}

/** Whether the version is newer than the cluster's own, and what stands against moving to it. */
export function standingOf(target: OfferedVersion, cluster: MovingCluster): Standing {
  const { version } = target;
  const order = compareVersions(version, cluster.current.version);
  if (order === 0) return { version, age: "current", refusal: null };
  const age = order > 0 ? "newer" : "older";
  return { version, age, refusal: fitsCluster(target, cluster).fault };
}

/** Kubernetes goes up one minor version at a time and never down (upstream's version skew policy). */
function kubernetesFault({ spec, runningVersion }: MovingCluster, to: string): string | null {
  // Before the first control plane was ready there is nothing that could be too new or too old.
  if (runningVersion === null) return null;
  const from = spec.kubernetesVersion;
  if (compareVersions(to, from) < 0) {
    return `Kubernetes cannot be downgraded from ${from} to ${to}: an older API server may not be able to read what the newer one stored.`;
  }
  const next = minorOf(runningVersion) + 1;
  if (minorOf(to) <= next) return null;
  return `Kubernetes is upgraded one minor version at a time: ${runningVersion} to ${to} skips a version. Update to a version with Kubernetes 1.${next} first.`;
}

function minorOf(version: string): number {
  return Number(version.split(".")[1]);
}

/** Addresses are handed out from the first start on: Kubernetes cannot take other ranges later. */
function networkFault({ name, current }: MovingCluster, target: OfferedVersion): string | null {
  const before = networkOf(current.layers, sampleFacts);
  const after = networkOf(target.layers, sampleFacts);
  const differs = (what: string, old: string, now: string) =>
    old === now
      ? null
      : `The address range for ${what} cannot be changed after a cluster is created: ${name} uses ${old}, version ${target.version} requires ${now}. Keep ${old}, or deploy a new cluster.`;
  return (
    differs("pods", before.podCidr, after.podCidr) ??
    differs("services", before.serviceCidr, after.serviceCidr)
  );
}
