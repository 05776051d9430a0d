import { expect, test } from "vitest";
import type { AssetState } from "@/server/domain/assets";
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
