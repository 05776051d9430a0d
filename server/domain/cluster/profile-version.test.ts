import { expect, test } from "vitest";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { newestUpdate } from "./newest-update";
import {
  fitsCluster,
  fitsInfrastructure,
  standingOf,
  type MovingCluster,
  type OfferedVersion,
} from "./profile-version";

const profile = { id: "cpr_sample", name: "sample", cloudType: "local" };

function layers(kubernetes: string, values = ""): ProfileLayer[] {
  const pack = { registry: "bundled", name: "kubernetes", version: kubernetes, digest: "d" };
  return [{ id: "lyr_k8s", name: "kubernetes", kind: "k8s", pack, values, manifests: [] }];
}

const offered = (over: Partial<OfferedVersion> = {}): OfferedVersion => ({
  version: "1.1.0",
  state: "published",
  layers: layers("1.37.2"),
  profile,
  ...over,
});

const cluster = (over: Partial<MovingCluster> = {}): MovingCluster => ({
  name: "blue",
  spec: { infrastructure: "local", kubernetesVersion: "1.37.2" },
  runningVersion: "1.37.2",
  current: { version: "1.0.0", layers: layers("1.37.2"), profile },
  ...over,
});

const deployFault = (version: OfferedVersion) => fitsInfrastructure(version, "local").fault;
const moveFault = (version: OfferedVersion, from = cluster()) => fitsCluster(version, from).fault;

/** A cluster with this Kubernetes, and a version that brings that one. */
function kubernetes(from: string, to: string, running: string | null = from) {
  const spec = { infrastructure: "local" as const, kubernetesVersion: from };
  return moveFault(offered({ layers: layers(to) }), cluster({ spec, runningVersion: running }));
}

test("layers may come, change and go, upwards and back", () => {
  const addon = { ...offered().layers[0], id: "lyr_web", kind: "addon" } as ProfileLayer;
  expect(moveFault(offered({ layers: [...layers("1.37.2"), addon] }))).toBeNull();
  expect(moveFault(offered({ version: "0.9.0" }))).toBeNull();
});

test("the newest update is the highest newer version that the cluster may move to", () => {
  const too = offered({ version: "2.0.0", layers: layers("1.36.3") });
  const versions = [too, "1.0.0", "1.10.0", "1.9.0", "0.9.0"].map((one) =>
    typeof one === "string" ? offered({ version: one }) : one,
  );
  const updateOf = (from: MovingCluster) =>
    newestUpdate(versions.map((one) => standingOf(one, from)));
  expect(updateOf(cluster())?.version).toBe("1.10.0");
  const newest = { version: "1.10.0", layers: layers("1.37.2"), profile };
  expect(updateOf(cluster({ current: newest }))).toBeUndefined();
});

test("a version of another profile is refused, and the one the cluster has", () => {
  const foreign = offered({ profile: { ...profile, id: "cpr_other", name: "other" } });
  expect(moveFault(foreign)).toContain("uses the profile sample, not other");
  expect(moveFault(offered({ version: "1.0.0" }))).toBe("blue is already on version 1.0.0.");
});

test("a draft, another infrastructure and a version without Kubernetes are refused", () => {
  expect(deployFault(offered({ state: "draft" }))).toContain("1.1.0 is a draft");
  const cloud = offered({ profile: { ...profile, cloudType: "aws" } });
  expect(deployFault(cloud)).toBe("sample is for aws infrastructure, not local.");
  const anywhere = offered({ profile: { ...profile, cloudType: "all" } });
  expect(fitsInfrastructure(anywhere, "local")).toEqual({
    fault: null,
    kubernetesVersion: "1.37.2",
  });
  expect(moveFault(offered({ layers: [] }))).toContain("no Kubernetes layer");
  expect(moveFault(cloud)).toContain("for aws infrastructure");
});

test.each([
  ["1.36.3", "1.37.2"],
  ["1.36.3", "1.36.9"],
  ["1.9.0", "1.10.0"],
])("Kubernetes may go from %s up to %s", (from, to) => {
  expect(kubernetes(from, to)).toBeNull();
});

test("Kubernetes goes up one minor version at a time, counted from what runs", () => {
  expect(kubernetes("1.35.4", "1.37.2")).toMatch(
    /1\.35\.4 to 1\.37\.2 skips a version.*Kubernetes 1\.36 first/,
  );
  // An upgrade to 1.36 that has not happened yet is no step.
  expect(kubernetes("1.36.3", "1.37.2", "1.35.4")).toContain("1.35.4 to 1.37.2 skips a version");
});

test("Kubernetes never goes down, not even while an upgrade is on its way", () => {
  expect(kubernetes("1.37.2", "1.36.3")).toContain("cannot be downgraded from 1.37.2 to 1.36.3");
  expect(kubernetes("1.37.2", "1.37.1")).toContain("cannot be downgraded");
  expect(kubernetes("1.37.2", "1.36.3", "1.36.3")).toContain("cannot be downgraded");
});

test("a first deployment that never came up may take any Kubernetes", () => {
  expect(kubernetes("1.37.2", "1.35.4", null)).toBeNull();
});

test("the address ranges of a cluster stay what they were", () => {
  const moved = (values: string) => moveFault(offered({ layers: layers("1.37.2", values) }));
  expect(moved("pack: {podCIDR: 10.1.0.0/16}")).toMatch(
    /range for pods .* blue uses 10\.244\.0\.0\/16, version 1\.1\.0 requires 10\.1\.0\.0\/16/,
  );
  expect(moved("pack: {serviceClusterIpRange: 10.7.0.0/16}")).toContain("range for services");
  expect(moved("pack: {podCIDR: 10.244.0.0/16}")).toBeNull();
});
