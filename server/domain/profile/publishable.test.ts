import { beforeAll, describe, expect, test } from "vitest";
import { parseServerMessage } from "@/server/domain/agent/parse";
import { beaconFiles, packOf, plainPack } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { mergeData } from "@/server/domain/yaml/data";
import type { YamlMap, YamlValue } from "@/server/domain/yaml/types";
import { sampleFacts } from "./cluster-facts";
import { layersInput } from "./inputs";
import { macroContextOf } from "./macros";
import { renderLayer } from "./render";
import { infraPacks, layerOf, lookUp } from "./testing/layers";
import type { ProfileLayer } from "./types";
import { canPublish, validateProfile } from "./validate-profile";

let infra: Pack[];
let chart: Pack;
let board: Pack;
beforeAll(async () => {
  infra = await infraPacks();
  chart = await packOf(
    beaconFiles({}, { "schema.yaml": "", "values.yaml": "", "presets.yaml": "" }),
  );
  board = await plainPack("board", "addon", {});
});

const check = (...layers: ProfileLayer[]) =>
  validateProfile(
    [...infra.map((pack) => layerOf(pack)), ...layers],
    lookUp(...infra, chart, board),
    { strict: true },
  );

describe("macros are tried before publishing", { timeout: 60_000 }, () => {
  const grow = ' | replace "x" "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"';

  test("a layer whose macros grow beyond the limit is refused", () => {
    const bomb = `{{ .lamina.var.x | default "x"${grow.repeat(8)} }}`;
    const values = `charts:\n  beacon:\n    good: 1\n    bomb: '${bomb}'\n`;
    expect(check(layerOf(chart, { values }))).toMatchObject([
      {
        code: "MACRO_INVALID",
        severity: "error",
        layerName: "beacon",
        line: 4,
        message: expect.stringContaining("more than 4 MiB"),
      },
    ]);
  });

  test("all texts of a layer share the limit, its manifests too", () => {
    const mebibyte = `{{ .lamina.var.x | default "x"${grow.repeat(3)} | repeat 1 }}`;
    const lines = Array.from(
      { length: 20 },
      (_, i) => `  k${i}: '${mebibyte.replace(" | repeat 1", "")}'`,
    );
    const content = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n${lines.join("\n")}\n`;
    const manifests = [{ name: "large", content }];
    expect(check(layerOf(board, { manifests }))).toMatchObject([
      { code: "MACRO_INVALID", manifest: "large", line: 20 },
    ]);
    const half = content.split("\n").slice(0, 12).join("\n");
    expect(check(layerOf(board, { manifests: [{ name: "large", content: half }] }))).toEqual([]);
  });

  test("layers that are too large only together are refused at the one that is too much", () => {
    const names = Array.from({ length: 20 }, (_, i) => `layer-${i}`);
    const large = `{{ .lamina.var.x | default "x"${grow.repeat(3)} }}`.repeat(12);
    const layers = names.map((name) =>
      layerOf(board, {
        name,
        values: `pack:\n  namespace: ${name}\nreadinessCheck: {}\n`,
        manifests: [
          {
            name: "m",
            content: `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  a: '${large}'\n`,
          },
        ],
      }),
    );
    const problems = check(...layers);
    expect(problems).toMatchObject([{ code: "NOT_INSTALLABLE", severity: "error" }]);
    expect(problems[0]?.message).toContain("48.0 MiB");
    expect(check(...layers.slice(0, 3))).toEqual([]);
  });
});

describe("addresses are checked before publishing, whatever rules the pack has", () => {
  const withRanges = (header: string) => {
    const [os, k8s, ...others] = infra.map((pack) => layerOf(pack));
    const values = `pack:\n${header}`;
    const layers = [os, k8s && { ...k8s, values }, ...others].filter(
      (layer) => layer !== undefined,
    );
    return validateProfile(layers, lookUp(...infra), { strict: true });
  };

  test.each([
    ["  podCIDR: 10.0.0.0/99\n", "podCIDR", "no IPv4 range"],
    ["  podCIDR: 10.0.0.0/30\n", "podCIDR", "from /8 to /28"],
    ["  podCIDR: wide\n", "podCIDR", "wide is no IPv4 range"],
    ["  serviceClusterIpRange: 10.0.0.0/8\n", "serviceClusterIpRange", "from /12 to /28"],
    ["  podCIDR: 10.96.128.0/18\n", "podCIDR", "overlap"],
    [
      "  podCIDR: '{{ .lamina.pack.my-os.none | default \"10.0.0.0\" }}/99'\n",
      "podCIDR",
      "10.0.0.0/99",
    ],
  ])("%j", (header, key, message) => {
    expect(withRanges(header)).toMatchObject([
      {
        path: `pack.${key}`,
        line: 2,
        severity: "error",
        message: expect.stringContaining(message),
      },
    ]);
  });

  test("good ranges pass, through a macro too", () => {
    const header = "  podCIDR: '{{ .lamina.var.pods | default \"10.8.0.0/16\" }}'\n";
    expect(withRanges(header)).toEqual([]);
    expect(withRanges("  serviceClusterIPRange: 10.97.0.0/20\n")).toEqual([]);
  });
});

describe("what a layer says of its pack is true", () => {
  test.each([
    ["name", "other"],
    ["version", "9.9.9"],
    ["registry", "elsewhere"],
  ])("another %s than the content's is refused", (key, value) => {
    const pack = { ...layerOf(chart).pack, [key]: value };
    expect(check(layerOf(chart, { pack }))).toMatchObject([
      { code: "PACK_MISMATCH", severity: "error", layerName: "beacon" },
    ]);
  });
});

test.each(["", "a b", "-a", "a".repeat(64), "ä", "a/b"])("%j is no id of a layer", (id) => {
  expect(layersInput.safeParse([layerOf(chart, { id })]).error?.issues[0]?.path).toEqual([0, "id"]);
});

test("two layers of one id are refused at the second", () => {
  const twins = [layerOf(chart, { id: "a" }), layerOf(board, { id: "a" })];
  expect(layersInput.safeParse(twins).error?.issues[0]).toMatchObject({ path: [1, "id"] });
});

const deep = (levels: number): YamlValue => (levels === 0 ? 1 : { a: deep(levels - 1) });
const list = <T>(length: number, of: (i: number) => T) => Array.from({ length }, (_, i) => of(i));
const readiness = (count: number, key: string, keys = 1) => ({
  readinessCheck: {
    v1beta1: list(count, (i) => ({
      name: `c${i}`,
      kind: "Pod",
      keysToCheck: list(keys, () => ({ keyToCheck: key, expectedValue: "1" })),
    })),
  },
});

/** Parts of values that are unusual, wrong, or too much. */
const parts: YamlMap[] = [
  { pack: { namespace: "{{ .lamina.system.cluster.name }}" } },
  { pack: { namespace: "{{ .lamina.system.cluster.name | upper }}" } },
  { pack: { namespace: "{{ foreign }}" } },
  { pack: { namespace: "n".repeat(64) } },
  { pack: { additionalNamespaces: list(64, (i) => `n${i}`) } },
  { pack: { additionalNamespaces: list(65, (i) => `n${i}`) } },
  { pack: { namespaceLabels: { a: { ["k".repeat(400)]: "v" } } } },
  { pack: { namespaceLabels: { a: `k=${"v".repeat(5000)}` } } },
  { pack: { namespaceAnnotations: { ["n".repeat(400)]: "k=v" } } },
  { pack: { "spectrocloud.com/install-priority": 2 ** 60 } },
  { pack: { "spectrocloud.com/install-priority": "-7" } },
  { pack: { releaseNameOverride: { beacon: "-.-" } } },
  { pack: { releaseNameOverride: { beacon: "{{ .lamina.system.project.name }}" } } },
  { charts: { beacon: { deep: deep(150) } } },
  { charts: { beacon: { deep: deep(250) } } },
  { charts: { beacon: { number: Number.MAX_VALUE, text: "\u2028\ud83d\ude00" } } },
  { charts: { beacon: JSON.parse('{"__proto__": {"a": 1}}') as YamlMap } },
  readiness(64, "a"),
  readiness(65, "a"),
  readiness(1, "k".repeat(600)),
  readiness(1, "a", 65),
];

test("what may be published is what an agent takes", { timeout: 60_000 }, () => {
  const facts = { ...sampleFacts, "cluster.name": "c".repeat(40), "project.name": "My Project" };
  let published = 0;
  for (const [i, first] of parts.entries()) {
    for (const second of [first, parts.at(i - 1), parts.at(i - 8)]) {
      const layer = layerOf(chart, { values: JSON.stringify(mergeData(first, second ?? null)) });
      if (!canPublish(check(layer))) continue;
      published += 1;
      const result = renderLayer(layer, chart, macroContextOf([layer], { system: facts }));
      const layers = result.ok ? [result.rendered] : [];
      const text = JSON.stringify({
        type: "desired",
        generation: 1,
        kubernetesVersion: "1.36.3",
        layers,
      });
      expect({
        layer: layer.values,
        count: layers.length,
        ...parseServerMessage(text),
      }).toMatchObject({ ok: true, count: 1 });
    }
  }
  expect(published).toBeGreaterThan(parts.length / 2);
  expect(published).toBeLessThan(parts.length * 2);
});
