import { expect, test } from "vitest";
import { adviceFor, assetFailure, isAssetFailure, joinFailures } from "./failure";
import { assetErrorCodeSchema } from "./state";

const api = { name: "kube-apiserver", version: "1.37.2" };

test("a missing compiler names Go's version, the folder and the asset", () => {
  expect(
    assetFailure("ASSET_BUILD_TOOL_MISSING", api, "building it needs Go.", { go: "1.26" }).next,
  ).toBe(
    "Install Go 1.26 or newer (https://go.dev/dl) or put a kube-apiserver 1.37.2 into LAMINA_KUBE_ASSETS, then retry.",
  );
});

test.each(assetErrorCodeSchema.options)("%s has a next step, a whole sentence", (code) => {
  expect(adviceFor({ code, ...api })).toMatch(/^[A-Z].+\.$/);
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
