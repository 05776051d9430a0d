import { beforeAll, describe, expect, test } from "vitest";
import { isUnpinned } from "@/server/domain/pack/charts";
import { beaconFiles, packOf, plainPack } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { diffProfiles } from "./diff";
import { layersInput, profileMetaInput, versionFault } from "./inputs";
import { kubernetesVersionOf } from "./kubernetes-version";
import { planDelete, planInstall } from "./plan";
import { parseQuantity } from "./resources";
import { summarizeProfile } from "./summarize";
import { infraPacks, layerOf, lookUp } from "./testing/layers";
import type { ProfileLayer } from "./types";

let infra: Pack[];
let beacon: Pack;
let stack: ProfileLayer[];
beforeAll(async () => {
  infra = await infraPacks();
  beacon = await packOf(
    beaconFiles({
      constraints: {
        resources: [
          { type: "memory", minLimit: 256 },
          {
            type: "cpu",
            minLimit: 1,
            components: [
              {
                scheduleType: "worker",
                resourceRequestParamRef: "charts.beacon.cpu",
                replicaCountParamRef: "charts.beacon.replicas",
              },
            ],
          },
        ],
      },
    }),
  );
  stack = [...infra, beacon].map((pack) => layerOf(pack));
});

describe("names and versions", () => {
  test.each(["1.0.0", "0.1.0", "1.2.3-beta", "10.20.30-rc.1", "1.0.0-a-b.2"])(
    "%s is a version",
    (version) => {
      expect(versionFault(version)).toBeNull();
    },
  );

  test.each([
    ["v1.2", "has a leading v; write 1.2.0"],
    ["1.2", "write 1.2.0"],
    ["1", "write 1.0.0"],
    ["1.2.3.4", "exactly three numbers; write 1.2.3"],
    ["2.2.2.develop", "is not a valid version"],
    ["01.2.3", "leading zero; write 1.2.3"],
    ["1.2.3-", "after the hyphen"],
    ["1.2.3-a..b", "after the hyphen"],
    ["latest", "is not a valid version"],
    ["", "Enter a version"],
  ])("%j is refused: %s", (version, message) => {
    expect(versionFault(version)).toContain(message);
  });

  test.each([
    ["my-stack.v2", null],
    ["ab", "at least 3"],
    ["My-Stack", '"my-stack"'],
    ["my stack", "Use hyphens"],
    ["-abc", "Start and end"],
    ["a".repeat(64), "at most 63"],
  ])("the name %j", (name, message) => {
    const parsed = profileMetaInput.safeParse({ name });
    if (message === null) expect(parsed.success).toBe(true);
    else expect(parsed.error?.issues[0]?.message).toContain(message);
  });

  test("a draft may hold broken YAML but not more than 8 MiB of it", () => {
    expect(layersInput.safeParse([{ ...stack[4], values: "a: [" }]).success).toBe(true);
    const large = layersInput.safeParse([{ ...stack[4], values: "x".repeat(9 * 1024 * 1024) }]);
    expect(large.error?.issues[0]?.message).toContain("9.0 MiB. The limit is 8.0 MiB a layer");
  });
});

describe("order of installation", () => {
  const addon = (name: string, priority: string) =>
    layerOf(beacon, {
      name,
      id: name,
      values: `pack:\n  spectrocloud.com/install-priority: "${priority}"\n`,
    });

  test("infrastructure first, then add-ons by priority, equal ones together; deletion reversed", () => {
    const layers = [
      addon("late", "10"),
      addon("first", "-5"),
      ...stack.slice(0, 4).reverse(),
      addon("late-2", "10"),
      addon("mid", ""),
    ];
    const plan = planInstall(layers).map((group) => group.layerIds);
    expect(plan).toEqual([
      ["lyr_my-os"],
      ["lyr_kubernetes"],
      ["lyr_my-net"],
      ["lyr_my-disk"],
      ["first"],
      ["mid"],
      ["late", "late-2"],
    ]);
    expect(planDelete(layers).map((group) => group.layerIds)).toEqual(plan.toReversed());
  });

  test("broken values count as priority 0", () => {
    expect(planInstall([layerOf(beacon, { values: "a: [" })])[0]?.priority).toBe(0);
  });
});

describe("semantic difference", () => {
  const last = (over: Partial<ProfileLayer>) => [
    ...stack.slice(0, 4),
    { ...layerOf(beacon), ...over },
  ];
  const change = (over: Partial<ProfileLayer>) => diffProfiles(stack, last(over)).layers[4];

  test("the same profile has no change; comments alone are no change", () => {
    expect(diffProfiles(stack, stack).counts).toEqual({
      added: 0,
      removed: 0,
      changed: 0,
      unchanged: 5,
    });
    expect(change({ values: `${beacon.values}# more\n` })).toMatchObject({
      change: "unchanged",
      textOnly: true,
    });
  });

  test("keys added, removed and changed with both values", () => {
    const values = beacon.values
      .replace("replicas: 1", "replicas: 3")
      .replace("    keepDays: 7\n", "    probe: {path: /}\n");
    expect(change({ values })).toMatchObject({
      change: "changed",
      keys: [
        { path: "charts.beacon.replicas", change: "changed", before: 1, after: 3 },
        { path: "charts.beacon.keepDays", change: "removed", before: 7 },
        { path: "charts.beacon.probe.path", change: "added", after: "/" },
      ],
    });
  });

  test("presets turned on and off are named; alone they change no cluster", () => {
    const values = beacon.values.replace(/^#.*\n/, "");
    const presets = [
      { group: "Keep", name: "quarter" },
      { group: "Reach", name: "inside", traces: [] },
    ];
    expect(change({ values, presets })).toMatchObject({
      change: "unchanged",
      textOnly: true,
      presets: [
        { group: "Keep", name: "quarter", change: "added" },
        { group: "Keep", name: "week", change: "removed" },
      ],
    });
  });

  test("version, pack and manifests", () => {
    const pack = { ...layerOf(beacon).pack, version: "3.2.0", digest: "sha256:1" };
    const manifests = [{ name: "m", content: "x" }];
    expect(change({ pack, manifests })).toMatchObject({
      version: { from: "3.1.0", to: "3.2.0" },
      manifests: [{ name: "m", change: "added" }],
    });
  });

  test("layers added, removed, moved, and matched by name when ids are new", () => {
    const second = layerOf(beacon, { id: "b2", name: "second" });
    const diff = diffProfiles(
      [...stack, second],
      [...stack.slice(1, 4), second, { ...layerOf(beacon), id: "new-id" }],
    );
    expect(diff.counts).toEqual({ added: 0, removed: 1, changed: 2, unchanged: 3 });
    expect(diff.layers.filter((l) => l.moved).map((l) => l.name)).toEqual(["second", "beacon"]);
  });

  test("a text that does not parse is one change of the whole", () => {
    expect(change({ values: "a: [" })?.keys).toEqual([{ path: "", change: "changed" }]);
  });
});

test("the summary says what will be installed", () => {
  const content = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n";
  const manifest = { name: "m", content };
  const values = beacon.values.replace("replicas: 1", "replicas: 3\n    cpu: 250m");
  const layers = [...stack.slice(0, 4), layerOf(beacon, { manifests: [manifest], values })];
  expect(summarizeProfile(layers, lookUp(...infra, beacon))).toMatchObject({
    kubernetesVersion: "1.36.3",
    chartCount: 1,
    manifestCount: 1,
    namespaces: ["beacon"],
    needsInternet: [],
    resources: { cpuMillicores: 750, memoryMiB: 256, diskGB: 0 },
  });
  // Its charts are counted once Helm has rendered them.
  expect(summarizeProfile(layers, lookUp(...infra, beacon)).layers[4]).toMatchObject({
    contents: { counts: [{ kind: "Service", count: 1 }] },
    needsHelm: true,
  });
  expect(summarizeProfile(layers, lookUp()).layers[4]).toMatchObject({ known: false, charts: [] });
});

test("the Kubernetes version is the pack's, without a v", () => {
  expect(kubernetesVersionOf(stack)).toBe("1.36.3");
  expect(kubernetesVersionOf([])).toBeNull();
});

test.each([
  ["250m", "cpu", 250],
  ["1.5", "cpu", 1500],
  ["1Gi", "memory", 1024],
  [512 * 1024 * 1024, "memory", 512],
  ["10G", "diskSize", 10],
  ["lots", "memory", 0],
] as const)("the quantity %s of %s is %s", (value, type, expected) => {
  expect(parseQuantity(value, type)).toBe(expected);
});

test("a summary tells charts that a digest pins from those that none does", async () => {
  const upstream = (digest?: string) =>
    plainPack("far", "addon", {
      upstreamCharts: [
        { name: "far", repository: "https://charts.example", version: "1.0.0", digest },
      ],
    });
  const unpinned = [];
  for (const digest of [undefined, `sha256:${"a".repeat(64)}`]) {
    const pack = await upstream(digest);
    const [layer] = summarizeProfile([layerOf(pack)], lookUp(pack)).layers;
    unpinned.push(layer?.charts.map(isUnpinned));
  }
  expect(unpinned).toEqual([[true], [false]]);
  const own = summarizeProfile([layerOf(beacon)], lookUp(beacon)).layers[0];
  expect(own?.charts.map(isUnpinned)).toEqual([false]);
});
