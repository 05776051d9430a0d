/**
 * Finds the program of an asset and returns its path; throws when it is not there yet.
 * The asset store is the real one, a test may point anywhere.
 */
export type Binaries = (name: string, version: string) => Promise<string>;

/** The version of each program that does not follow the cluster's Kubernetes version. */
export const pinnedVersions = {
  etcd: "3.6.16",
  kwok: "0.8.0",
  "cluster-api-core": "1.14.2",
} as const;

/** The Helm every agent of this version installs with. */
export const pinnedHelm = "4.3.1";
