import { beforeAll, describe, expect, test } from "vitest";
import { beaconFiles, packOf, plainPack } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { applyFix, fixLabel, packForFix } from "./fixes";
import { infraPacks, layerOf, lookUp } from "./testing/layers";
import type { ProfileLayer, ProfileProblem } from "./types";
import { validateProfile } from "./validate-profile";

let infra: Pack[];
let beacon: Pack;
beforeAll(async () => {
  infra = await infraPacks();
  beacon = await packOf(beaconFiles());
});

const base = () => infra.map((pack) => layerOf(pack));
const check = (layers: ProfileLayer[], ...more: Pack[]): ProfileProblem[] =>
  validateProfile(layers, lookUp(...infra, beacon, ...more), { strict: true });
const label = (problem: ProfileProblem | undefined, layers: ProfileLayer[], catalogue: Pack[]) =>
  problem?.fix && fixLabel(problem.fix, { layers, catalogue, cloudType: "local" });

/** Every fix of every problem is made, one after the other, as a person would press the buttons. */
function fixed(layers: ProfileLayer[], ...more: Pack[]): ProfileLayer[] {
  return check(layers, ...more).reduce((now, { fix }) => (fix ? applyFix(now, fix) : now), layers);
}

describe("a fix made leaves none of the problem", () => {
  test.each([
    ["a second layer of a kind", () => layerOf(infra[2] ?? beacon, { id: "two", name: "two" })],
    ["a name that is taken", () => layerOf(infra[2] ?? beacon, { id: "two" })],
    ["a name that is not valid", () => layerOf(beacon, { id: "lyr_1", name: "My Beacon_1" })],
    [
      "a chart that the pack does not have",
      () => layerOf(beacon, { values: `${beacon.values}  lighthouse:\n    a: 1\n` }),
    ],
    [
      "a pack that is named wrongly",
      () => layerOf(beacon, { pack: { ...layerOf(beacon).pack, version: "9.9.9" } }),
    ],
    [
      "a value that the pack fixes",
      () =>
        layerOf(beacon, { values: beacon.values.replace('namespace: "beacon"', "namespace: x") }),
    ],
  ])("%s", (_, layer) => {
    const layers = [...base(), layer()];
    expect(check(layers)).not.toEqual([]);
    expect(check(fixed(layers))).toEqual([]);
  });

  test("manifests of one name, or of a name that is not valid", () => {
    const content = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";
    const names = ["config", "config", "My Config"];
    const manifests = names.map((name) => ({ name, content }));
    const layers = [...base(), layerOf(beacon, { manifests })];
    expect(check(layers)).toHaveLength(2);
    const after = fixed(layers);
    expect(check(after)).toEqual([]);
    expect(after.at(-1)?.manifests.map(({ name }) => name)).toEqual([
      "config",
      "config-2",
      "my-config",
    ]);
  });

  test("a flag of the API server that is not allowed; what stands around it stays", () => {
    const values =
      "# mine\nkubeadmconfig:\n  apiServer:\n    extraArgs:\n      event-ttl: 2h # long\n      audit-log-path: /x\n";
    const layers = base().map((layer) => (layer.kind === "k8s" ? { ...layer, values } : layer));
    expect(fixed(layers).find(({ kind }) => kind === "k8s")?.values).toBe(
      values.replace("      audit-log-path: /x\n", ""),
    );
  });
});

describe("a missing pack", () => {
  const needy = (minVersion: string, maxVersion = "") =>
    plainPack("needy", "addon", {
      constraints: {
        dependencies: [
          { packName: "crd", layer: "addon", type: "required", minVersion, maxVersion },
        ],
      },
    });
  const crds = () =>
    Promise.all(
      ["1.0.0", "1.2.0", "2.0.0"].map((version) => plainPack("crd", "addon", { version })),
    );

  test("is offered in the newest version that fits", async () => {
    const catalogue = await crds();
    const offered = async (min: string, max = "") => {
      const pack = await needy(min, max);
      const layers = [...base(), layerOf(pack)];
      return label(check(layers, pack)[0], layers, catalogue);
    };
    expect(await offered("1.0.0")).toBe("Add crd 2.0.0");
    expect(await offered("1.0.0", "1.9")).toBe("Add crd 1.2.0");
    expect(await offered("3.0.0")).toBeNull();
  });

  test("is not offered when it is withdrawn or for other infrastructure", async () => {
    const [first] = await crds();
    if (!first) throw new Error("There is no pack.");
    const fix = {
      action: "add-pack",
      packName: "crd",
      minVersion: null,
      maxVersion: null,
    } as const;
    const found = (over: Partial<Pack>) =>
      packForFix(fix, { layers: [], catalogue: [{ ...first, ...over }], cloudType: "local" });
    expect(found({})?.version).toBe("1.0.0");
    expect(found({ state: "deprecated" })).toBeNull();
    expect(found({ cloudTypes: ["aws"] })).toBeNull();
  });

  test("in a version that does not fit is offered in one that does", async () => {
    const catalogue = await crds();
    const pack = await needy("1.1.0", "1.9");
    const [old] = catalogue;
    if (!old) throw new Error("There is no pack.");
    const layers = [...base(), layerOf(old), layerOf(pack)];
    const [problem] = check(layers, pack, old);
    expect(problem?.code).toBe("DEPENDENCY_RANGE");
    expect(label(problem, layers, catalogue)).toBe("Use crd 1.2.0");
  });
});

test("an empty place is filled by a choice, and a pack that is gone or does not fit is chosen anew", async () => {
  const cloud = await plainPack("cloud", "addon", { cloudTypes: ["aws"] });
  const gone = layerOf(beacon, { pack: { ...layerOf(beacon).pack, digest: "sha256:0" } });
  const layers = [...base().filter(({ kind }) => kind !== "csi"), gone, layerOf(cloud)];
  const labels = check(layers, cloud).map((problem) => label(problem, layers, [beacon, cloud]));
  expect(labels).toEqual(["Choose storage", "Choose another pack", "Choose another pack"]);
});

test("problems of a layer as a whole are told apart from those of a line", () => {
  const layers = [
    ...base(),
    layerOf(beacon, { name: "My Beacon", values: `${beacon.values}  x: {}\n` }),
  ];
  expect(check(layers).map(({ code, wholeLayer }) => [code, wholeLayer])).toEqual([
    ["NAME_INVALID", true],
    ["VALUE_UNKNOWN", undefined],
  ]);
});
