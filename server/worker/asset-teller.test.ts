import { expect, test } from "vitest";
import { assetFailure, type AssetState } from "@/server/domain/assets";
import { AssetTeller } from "./asset-teller";

const base: AssetState = {
  name: "etcd",
  title: "etcd",
  version: "3.6.16",
  purpose: "",
  state: "missing",
  since: "2026-01-01T00:00:00Z",
};
const progress = (done: number) => ({ done, total: 100, unit: "packages" as const, line: "" });

function told(...states: Partial<AssetState>[]): string[] {
  const lines: string[] = [];
  const teller = new AssetTeller((line) => lines.push(line.trim()));
  for (const state of states) teller.tell({ ...base, ...state });
  return lines;
}

test("a build is told when it begins, at each quarter once, and when it is done", () => {
  expect(
    told(
      { state: "building" },
      { state: "building", progress: progress(3) },
      { state: "building", progress: progress(26) },
      { state: "building", progress: progress(49) },
      { state: "building", progress: progress(80) },
      { state: "ready" },
    ),
  ).toEqual([
    "etcd 3.6.16: building from source",
    "etcd 3.6.16: building from source, 25 %",
    "etcd 3.6.16: building from source, 75 %",
    "etcd 3.6.16: ready",
  ]);
});

test("what is found in the cache is not worth a line; a failure says what to do", () => {
  expect(told({ state: "resolving" }, { state: "ready" })).toEqual([]);
  const error = {
    code: "ASSET_BUILD_TOOL_MISSING" as const,
    message: "etcd 3.6.16: Go is missing.",
    next: "Install Go.",
  };
  expect(told({ state: "failed", error })).toEqual(["etcd 3.6.16: Go is missing. Install Go."]);
});

test("what waits for another process or its turn says so", () => {
  const line = "Process 7 on here is preparing it since 10:00:00 UTC";
  const waits = { done: 0, total: 0, unit: "steps" as const, line };
  expect(told({ state: "resolving" }, { state: "resolving", progress: waits })).toEqual([
    `etcd 3.6.16: ${line}`,
  ]);
});

test("programs that fail alike are told of once, whichever servers they come from", () => {
  const failed = (name: string, host: string): Partial<AssetState> => {
    const asset = { name, version: "1.0.0" };
    const reason = "cannot be reached (ENOTFOUND).";
    const error = assetFailure("ASSET_DOWNLOAD_UNREACHABLE", asset, reason, { host }).toError();
    return { ...asset, state: "failed", error };
  };
  const lines = told(
    failed("etcd", "a.example"),
    failed("helm", "b.example"),
    failed("kwok", "a.example"),
  );
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^etcd 1\.0\.0: a\.example cannot be reached/);
  expect(lines[1]).toBe("Other programs failed for the same reason: see System.");
});
