import { beforeAll, describe, expect, test } from "vitest";
import { beaconFiles, packOf, plainPack } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { infraPacks, layerOf, lookUp } from "./testing/layers";
import type { ProfileLayer, ProfileProblem } from "./types";
import { canPublish, validateProfile } from "./validate-profile";

let infra: Pack[];
let beacon: Pack;
let stack: ProfileLayer[];
beforeAll(async () => {
  infra = await infraPacks();
  beacon = await packOf(beaconFiles());
  stack = [...infra, beacon].map((pack) => layerOf(pack));
});

const strict = { strict: true } as const;
const check = (layers: ProfileLayer[], ...more: Pack[]) =>
  validateProfile(layers, lookUp(...infra, beacon, ...more), strict);
const codes = (problems: ProfileProblem[]) => problems.map((p) => p.code);
const withBeacon = (over: Partial<ProfileLayer>) => [...stack.slice(0, 4), layerOf(beacon, over)];

test("a flag of the API server that names a file of the machine is refused at its key", () => {
  const values =
    "kubeadmconfig:\n  apiServer:\n    extraArgs:\n      event-ttl: 2h\n      audit-log-path: /etc/passwd\n";
  const k8s = layerOf(infra[1] ?? beacon, { values });
  const problems = check([...stack.slice(0, 1), k8s, ...stack.slice(2)]);
  expect(problems).toMatchObject([{ layerId: k8s.id, line: 5, severity: "error" }]);
  expect(problems[0]?.message).toContain("audit-log-path");
});

test("a whole profile has no problems", () => {
  expect(check(stack)).toEqual([]);
});

describe("layers", () => {
  test("a missing layer stops publishing and only warns in a draft", () => {
    const without = stack.filter((layer) => layer.kind !== "cni");
    expect(check(without)).toMatchObject([
      { code: "LAYER_MISSING", kind: "cni", layerId: null, severity: "error" },
    ]);
    const draft = validateProfile(without, lookUp(...infra, beacon), { strict: false });
    expect(draft[0]?.severity).toBe("warning");
    expect(canPublish(draft)).toBe(true);
  });

  test("an empty draft misses all four", () => {
    expect(codes(check([]))).toEqual(Array(4).fill("LAYER_MISSING"));
  });

  test("the second layer of an infrastructure kind is named", () => {
    const twice = [...stack, layerOf(infra[2] ?? beacon, { id: "lyr_2", name: "second" })];
    expect(check(twice)).toMatchObject([{ code: "LAYER_DUPLICATE", layerId: "lyr_2" }]);
  });

  test("profile types keep to their layers", () => {
    const packs = lookUp(...infra, beacon);
    expect(codes(validateProfile(stack, packs, { strict: true, type: "infra" }))).toEqual([
      "LAYER_NOT_ALLOWED",
    ]);
    expect(codes(validateProfile(stack, packs, { strict: true, type: "add-on" }))).toEqual(
      Array(4).fill("LAYER_NOT_ALLOWED"),
    );
    expect(
      validateProfile(stack.slice(4), packs, { strict: true, type: "add-on", cloudType: "all" }),
    ).toEqual([]);
  });

  test("two layers of one name, and two releases of one name, are refused", () => {
    const twin = layerOf(beacon, { id: "lyr_twin" });
    expect(codes(check([...stack, twin]))).toEqual(["NAME_DUPLICATE"]);
    const other = layerOf(beacon, { id: "lyr_b2", name: "beacon-2" });
    const [problem] = check([...stack, other]);
    expect(problem).toMatchObject({ code: "NAME_DUPLICATE", layerId: "lyr_b2" });
    expect(problem?.message).toContain('release "light"');
    const renamed = { ...other, values: other.values.replace("beacon: light", "beacon: dark") };
    expect(check([...stack, renamed])).toEqual([]);
  });

  test("two charts of one layer never share a release; the problem stands at the second's key", async () => {
    const files = beaconFiles(
      { name: "pair", charts: ["charts/operator", "charts/instance"] },
      {
        "values.yaml":
          "pack:\n  namespace: pair\n  releaseNameOverride:\n    operator: same\n    instance: same\n",
        "presets.yaml": "",
        "schema.yaml": "",
        "charts/operator/Chart.yaml": "apiVersion: v2\nname: operator\nversion: 1.0.0\n",
        "charts/instance/Chart.yaml": "apiVersion: v2\nname: instance\nversion: 1.0.0\n",
      },
    );
    const pair = await packOf(files);
    const same = layerOf(pair, { id: "lyr_pair" });
    expect(check([...stack, same], pair)).toMatchObject([
      {
        code: "NAME_DUPLICATE",
        severity: "error",
        path: "pack.releaseNameOverride.instance",
        line: 5,
        message: expect.stringContaining("The chart operator already installs"),
      },
    ]);
    // Helm keeps releases by namespace: another layer in another namespace may use the name.
    const one = pair.values.replace("instance: same", "instance: two");
    const elsewhere = layerOf(pair, {
      id: "lyr_2",
      name: "pair-2",
      values: one.replace("namespace: pair", "namespace: other"),
    });
    expect(check([...stack, { ...same, values: one }, elsewhere], pair)).toEqual([]);
  });
});

describe("packs", () => {
  test("an unknown pack, another kind and another infrastructure are named at the layer", async () => {
    const gone = layerOf(beacon, { pack: { ...layerOf(beacon).pack, digest: "sha256:0" } });
    expect(check([...stack.slice(0, 4), gone])).toMatchObject([
      { code: "PACK_UNKNOWN", layerId: "lyr_beacon" },
    ]);
    const cloud = await plainPack("cloud-only", "addon", { cloudTypes: ["aws"] });
    const [problem] = check([...stack, layerOf(cloud)], cloud);
    expect(problem).toMatchObject({ code: "CLOUD_TYPE_MISMATCH", layerName: "cloud-only" });
    expect(
      codes(check([...stack, layerOf(infra[2] ?? beacon, { kind: "addon", name: "net2" })])),
    ).toEqual(["PACK_KIND_MISMATCH"]);
  });

  test.each([
    ["required", "1.30.0", "1.36", []],
    ["required", "1.37.0", "", ["DEPENDENCY_RANGE"]],
    ["optional", "", "1.35", ["DEPENDENCY_RANGE"]],
    ["notSupported", "1.36.3", "1.36.3", ["DEPENDENCY_NOT_SUPPORTED"]],
    ["notSupported", "1.37", "", []],
    ["upgrade", "9.0.0", "", []],
  ])("a %s dependency on Kubernetes %s..%s", async (type, minVersion, maxVersion, expected) => {
    const dependency = { packName: "kubernetes", layer: "k8s", type, minVersion, maxVersion };
    const pack = await plainPack("needy", "addon", { constraints: { dependencies: [dependency] } });
    expect(codes(check([...stack, layerOf(pack)], pack))).toEqual(expected);
  });

  test("a required pack that is absent is named; optional and refused ones may be absent", async () => {
    const dependencies = ["required", "optional", "notSupported"].map((type) => ({
      packName: `no-${type}`,
      layer: "addon",
      type,
    }));
    const pack = await plainPack("needy", "addon", { constraints: { dependencies } });
    const problems = check([...stack, layerOf(pack)], pack);
    expect(codes(problems)).toEqual(["DEPENDENCY_MISSING"]);
    expect(problems[0]?.message).toContain("no-required");
  });
});

describe("values are judged at their key", () => {
  const at = (from: string, to: string) =>
    check(withBeacon({ values: beacon.values.replace(from, to) }));

  test("out of range", () => {
    expect(at("keepDays: 7", "keepDays: 400")).toMatchObject([
      {
        code: "VALUE_FORMAT",
        path: "charts.beacon.keepDays",
        line: 17,
        column: 15,
        endColumn: 18,
        layerId: "lyr_beacon",
      },
    ]);
  });

  test("not in the list, fixed by the pack, missing", () => {
    expect(codes(at("type: ClusterIP", "type: External"))).toEqual(["VALUE_FORMAT"]);
    expect(codes(at('namespace: "beacon"', 'namespace: "other"'))).toEqual(["VALUE_READONLY"]);
    const [missing] = at(
      "    secret: '{{.lamina.var.beacon_secret | default \"a-long-enough-secret\"}}'\n",
      "",
    );
    expect(missing).toMatchObject({ code: "VALUE_REQUIRED", line: 10 });
    expect(missing?.message).toContain("Of the first administrator");
  });

  test("a macro with a default is taken, one that has no value or is broken is told at its key", () => {
    expect(at("keepDays: 7", "keepDays: '{{ .lamina.var.days | default 9 }}'")).toEqual([]);
    expect(at("keepDays: 7", "keepDays: '{{ .lamina.var.days }}'")).toMatchObject([
      { code: "MACRO_INVALID", severity: "error", line: 17, layerId: "lyr_beacon" },
    ]);
    expect(at("keepDays: 7", "keepDays: {{ .spectro.macro.days }}")).toMatchObject([
      { code: "MACRO_INVALID", severity: "error", line: 17 },
    ]);
    expect(codes(at("keepDays: 7", "keepDays: '{{ .lamina.var.days | boom }}'"))).toEqual([
      "MACRO_INVALID",
    ]);
    expect(at("keepDays: 7", "note: '{{ .lamina.system.no.such }}'")).toMatchObject([
      { code: "MACRO_INVALID", severity: "error" },
    ]);
    expect(at("keepDays: 7", `note: '{{ .lamina.system.no.such | default "x" }}'`)).toMatchObject([
      { code: "MACRO_INVALID", severity: "warning" },
    ]);
  });

  test("YAML that does not parse, and a duplicate key, at their lines", () => {
    expect(at("keepDays: 7", "keepDays: [7")[0]).toMatchObject({
      code: "YAML_INVALID",
      severity: "error",
    });
    expect(at("keepDays: 7", "keepDays: 7\n    keepDays: 8")).toMatchObject([
      { code: "YAML_INVALID", line: 18 },
    ]);
    expect(codes(at(beacon.values, "- a\n"))).toEqual(["YAML_INVALID"]);
  });

  test("a key that names no chart and a bad header", () => {
    expect(at("charts:", "charts:\n  becon: {}")).toMatchObject([
      { code: "VALUE_UNKNOWN", severity: "warning", path: "charts.becon" },
    ]);
    expect(codes(at('priority: "20"', 'priority: "soon"'))).toEqual(["HEADER_INVALID"]);
  });

  test("9 MB of values and an alias bomb are refused without harm", () => {
    expect(check(withBeacon({ values: `a: ${"x".repeat(9_000_000)}` }))[0]?.message).toContain(
      "The limit is 8.0 MiB a layer",
    );
  });
});

describe("attached manifests", () => {
  const attach = (content: string, name = "extra") =>
    check(withBeacon({ manifests: [{ name, content }] }));

  test("a good one passes, macros and several documents too", () => {
    expect(
      attach(
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\ndata:\n  x: {{ .lamina.system.cluster.name }}\n",
      ),
    ).toEqual([]);
  });

  test.each([
    ["apiVersion: v1\nkind: [", "MANIFEST_INVALID"],
    ["kind: Namespace\nmetadata: {name: a}\n", "apiVersion"],
    ["apiVersion: v1\nmetadata: {name: a}\n", "kind"],
    ["apiVersion: v1\nkind: Namespace\n", "metadata.name"],
    ["just text", "object is expected"],
  ])("%j is named in the manifest", (content, part) => {
    const [problem] = attach(content);
    expect(problem?.manifest).toBe("extra");
    expect(`${problem?.code} ${problem?.message}`).toContain(part);
  });

  test("names are checked", () => {
    const content = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";
    expect(codes(attach(content, "No Good"))).toEqual(["NAME_INVALID"]);
    expect(
      codes(
        check(
          withBeacon({
            manifests: [
              { name: "a", content },
              { name: "a", content },
            ],
          }),
        ),
      ),
    ).toEqual(["NAME_DUPLICATE"]);
  });
});
