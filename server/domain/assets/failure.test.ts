import { describe, expect, test } from "vitest";
import { adviceFor, assetFailure, isAssetFailure, joinFailures } from "./failure";
import { assetErrorCodeSchema, type AssetState } from "./state";
import { failureGroups } from "./failure-groups";

const api = { name: "kube-apiserver", version: "1.37.2" };

test("a missing compiler names Go's version, the folder and the asset", () => {
  expect(
    assetFailure("ASSET_BUILD_TOOL_MISSING", api, "building it needs Go.", { go: "1.26" }).next,
  ).toBe(
    "Install Go 1.26 or newer (https://go.dev/dl) or put a kube-apiserver 1.37.2 into LAMINA_KUBE_ASSETS, then retry.",
  );
});

test.each(assetErrorCodeSchema.options)("%s has a next step, a whole sentence", (code) => {
  expect(adviceFor({ code, asset: api })).toMatch(/^[A-Z].+\.$/);
});

test("the message names the asset", () => {
  const failure = assetFailure("ASSET_BUILD_FAILED", api, "go build failed");
  expect(failure.message).toBe("kube-apiserver 1.37.2: go build failed");
  expect(isAssetFailure(failure)).toBe(true);
  expect(isAssetFailure(new Error("x"))).toBe(false);
});

test("of several attempts each is told and the last decides what to do", () => {
  const joined = joinFailures([
    assetFailure("ASSET_DOWNLOAD_UNREACHABLE", api, "dl.k8s.io cannot be reached."),
    assetFailure("ASSET_BUILD_TOOL_MISSING", api, "Go is not installed."),
  ]);
  expect(joined?.code).toBe("ASSET_BUILD_TOOL_MISSING");
  expect(joined?.message).toContain("dl.k8s.io");
  expect(joined?.message).toContain("Go is not installed");
});

test("an altered download stays visible behind a later failure", () => {
  const joined = joinFailures([
    assetFailure("ASSET_CHECKSUM_MISMATCH", api, "wrong."),
    assetFailure("ASSET_BUILD_TOOL_MISSING", api, "Go is not installed."),
  ]);
  expect(joined?.code).toBe("ASSET_CHECKSUM_MISMATCH");
  expect(joined?.next).toContain("Install Go");
});

test("nothing tried, nothing to tell", () => {
  expect(joinFailures([])).toBeUndefined();
});

describe("assets that fail alike are told once", () => {
  const state = (name: string, ...hosts: string[]): AssetState => {
    const asset = { name, version: "1.0.0" };
    const ways = hosts.map((host) =>
      assetFailure("ASSET_DOWNLOAD_UNREACHABLE", asset, "cannot be reached (ENOTFOUND).", { host }),
    );
    const go = assetFailure("ASSET_BUILD_TOOL_MISSING", asset, "building it needs Go.");
    const error = joinFailures([...ways, go])?.toError();
    const since = "2026-01-01T00:00:00.000Z";
    return { ...asset, title: name, purpose: "", state: "failed", since, ...(error && { error }) };
  };

  test("with every host that failed, and advice for all of them", () => {
    const groups = failureGroups([
      state("etcd", "github.com"),
      state("kube-apiserver", "dl.k8s.io"),
      state("kube-scheduler", "dl.k8s.io"),
      state("helm", "get.helm.sh"),
    ]);
    expect(groups.map(({ what, why }) => ({ what, why }))).toEqual([
      {
        what: "etcd 1.0.0 and 3 other programs",
        why: "github.com, dl.k8s.io and get.helm.sh cannot be reached (ENOTFOUND). Then building it needs Go.",
      },
    ]);
    expect(groups[0]?.next).toContain("put them into LAMINA_KUBE_ASSETS");
  });

  test("one that fails alone keeps its own words", () => {
    const [etcd, core] = [state("etcd", "github.com"), state("cluster-api-core")];
    expect(failureGroups([etcd, core]).map((g) => g.what)).toEqual([
      "etcd 1.0.0",
      "cluster-api-core 1.0.0",
    ]);
    expect(failureGroups([etcd])[0]?.next).toBe(etcd.error?.next);
  });
});
