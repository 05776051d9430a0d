import { expect, test } from "vitest";
import catalogueJson from "@/kubernetes/assets.json";
import { isNeededBy, olderVersions } from "./needed";
import { assetKey } from "./state";

const { assets } = catalogueJson;
const neededBy = (cluster: string) =>
  assets.filter((a) => isNeededBy(a, { cluster, managementPlane: "1.37.2" })).map(assetKey);

test("a cluster of the newest Kubernetes waits for no program of an older one", () => {
  expect(neededBy("1.37.2").filter((key) => key.includes("1.36"))).toEqual([]);
});

test("a cluster of an older Kubernetes waits for its own programs and the management plane's", () => {
  const needed = neededBy("1.36.3");
  expect(needed).toEqual(
    expect.arrayContaining([
      "kube-scheduler@1.36.3",
      "kube-apiserver@1.36.3",
      "kube-apiserver@1.37.2",
    ]),
  );
  expect(needed).not.toContain("kube-scheduler@1.37.2");
});

test("neither waits for what only people use", () => {
  for (const name of ["kubectl", "clusterctl"]) {
    expect(neededBy("1.37.2").some((key) => key.startsWith(name))).toBe(false);
  }
});

test("older is whatever the catalogue lists after another version of the same program", () => {
  expect(new Set(olderVersions(assets).map((a) => a.version))).toEqual(new Set(["1.36.3"]));
  expect(olderVersions(assets)).toHaveLength(3);
});
