import { expect, test } from "vitest";
import type { AssetSpec } from "./catalogue";
import { folderCandidates, resolutionOrder } from "./order";

const released: AssetSpec = {
  name: "kwok",
  version: "0.8.0",
  title: "kwok",
  purpose: "",
  probe: ["--version"],
  build: { module: "kwok", package: "p", ldflags: [], seconds: 60 },
  release: {
    platforms: ["linux-amd64"],
    url: "https://example.com/kwok",
    checksum: { url: "https://example.com/sums", format: "sums" },
  },
  extras: [],
};
const { probe: _probe, release: _release, ...rest } = released;
const buildOnly: AssetSpec = { ...rest, extras: [{ module: "m", from: "a", to: "crds" }] };
const linux = { os: "linux", arch: "amd64" };

test("the order is folder, path, cache, download, build", () => {
  const order = resolutionOrder(released, { extraDir: "/a", downloads: true, platform: linux });
  expect(order).toEqual(["folder", "path", "cache", "download", "build"]);
});

test.each([
  [
    "no folder given",
    released,
    { downloads: true, platform: linux },
    ["path", "cache", "download", "build"],
  ],
  [
    "downloads switched off",
    released,
    { downloads: false, platform: linux },
    ["path", "cache", "build"],
  ],
  [
    "no release for this machine",
    released,
    { downloads: true, platform: { os: "darwin", arch: "arm64" } },
    ["path", "cache", "build"],
  ],
  [
    "never released, version unknowable",
    buildOnly,
    { downloads: true, platform: linux },
    ["cache", "build"],
  ],
] as const)("resolutionOrder: %s", (_name, spec, settings, want) => {
  expect(resolutionOrder(spec, settings)).toEqual(want);
});

test("a path that names the version is looked at before a bare name", () => {
  expect(folderCandidates(released)).toEqual([
    "kwok/0.8.0/kwok",
    "0.8.0/kwok",
    "kwok-0.8.0",
    "kwok",
  ]);
});
