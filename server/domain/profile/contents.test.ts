import { beforeAll, describe, expect, test } from "vitest";
import type { ManifestObject } from "@/server/domain/manifest/read-manifest";
import { beaconFiles, packOf, plainPack } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { sampleFacts } from "./cluster-facts";
import { addContents, contentsOf, noContents, sharedContents, totalContents } from "./contents";
import { clusterDependence, planRendering } from "./render-plan";
import { summarizeProfile } from "./summarize";
import { infraPacks, layerOf, lookUp } from "./testing/layers";
import type { AttachedManifest, ProfileLayer } from "./types";

let infra: Pack[];
let beacon: Pack;
let board: Pack;
beforeAll(async () => {
  infra = await infraPacks();
  beacon = await packOf(beaconFiles({}, { "schema.yaml": "" }));
  board = await plainPack("board", "addon");
});

const object = (kind: string, name: string, hook?: string): ManifestObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name, ...(hook && { annotations: { "helm.sh/hook": hook } }) },
});

describe("objects are counted as they are, never as they are written", () => {
  const summary = (...manifests: AttachedManifest[]) =>
    summarizeProfile([layerOf(board, { manifests })], lookUp(board)).layers[0];
  const configMap = (name: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

  test("documents, typed lists and flow style each count by their objects", () => {
    const list = `apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata: {name: a}\n- metadata: {name: b}\n`;
    const flow = `{apiVersion: v1, kind: Secret, metadata: {name: s}}\n`;
    const text = `${configMap("one")}---\n---\n# kind: Deployment\n`;
    const layer = summary(
      { name: "list", content: list },
      { name: "flow", content: flow },
      { name: "docs", content: text },
    );
    expect(layer?.contents).toMatchObject({
      known: true,
      counts: [
        { kind: "ConfigMap", count: 3 },
        { kind: "Secret", count: 1 },
      ],
    });
    expect(layer?.needsHelm).toBe(false);
  });

  test("a manifest with errors is not counted, and the summary says so", () => {
    expect(summary({ name: "broken", content: "a: [1\n" })?.contents).toEqual({
      known: false,
      reason: "Its manifest broken has errors.",
    });
  });

  test("a chart, or manifests with values, are left to Helm", async () => {
    const layers = [layerOf(beacon)];
    expect(summarizeProfile(layers, lookUp(beacon)).layers[0]).toMatchObject({
      needsHelm: true,
      contents: noContents,
    });
  });
});

test("hooks of Helm are told apart from what is installed", () => {
  expect(
    contentsOf([object("Job", "migrate", "pre-install"), object("Service", "web")]),
  ).toMatchObject({ counts: [{ kind: "Service", count: 1 }], hooks: 1 });
});

test("of many objects the names are cut and the count is not", () => {
  const many = contentsOf(Array.from({ length: 500 }, (_, i) => object("Secret", `s${i}`)));
  expect(many).toMatchObject({ counts: [{ kind: "Secret", count: 500 }] });
  expect(many.known && many.objects).toHaveLength(200);
});

test("the total counts what is known and says how much is not", () => {
  const one = contentsOf([object("Secret", "a")]);
  const unknown = { known: false, reason: "No chart." } as const;
  expect(addContents(one, unknown)).toEqual(unknown);
  expect(totalContents([one, unknown, null, addContents(one, one)])).toEqual({
    counts: [{ kind: "Secret", count: 3 }],
    total: 3,
    counted: 2,
    waiting: 1,
  });
});

describe("values that use facts of a cluster are rendered for two that have nothing in common", () => {
  const plan = (values: string, layers: ProfileLayer[] = infra.map((pack) => layerOf(pack))) => {
    const layer = layerOf(beacon, { values });
    return planRendering(layer, [...layers, layer], beacon, sampleFacts);
  };
  const count = (values: string, layers?: ProfileLayer[]) => {
    const planned = plan(values, layers);
    return "variants" in planned ? planned.variants.length : planned.reason;
  };

  test.each([
    ["plain values", "1", 1],
    ["a fact of the profile", '"{{ .lamina.system.project.name }}"', 1],
    ["the profile's Kubernetes", '"{{ .lamina.system.kubernetes.version }}"', 1],
    ["the cluster's name", '"{{ .lamina.system.cluster.name }}"', 2],
    ["the cluster's id", '"{{ .lamina.system.cluster.uid | upper }}"', 2],
  ])("%s: %s for %d clusters", (_, value, expected) => {
    expect(count(`charts:\n  beacon:\n    x: ${value}\n`)).toBe(expected);
  });

  test("a macro that reaches the cluster's name through another layer", () => {
    const [os] = infra;
    if (!os) throw new Error("There is no pack.");
    const other = layerOf(os, { values: "who: '{{ .lamina.system.cluster.name }}'\n" });
    const values = "charts:\n  beacon:\n    x: '{{ .lamina.pack.my-os.who }}'\n";
    expect(count(values, [other])).toBe(2);
  });

  test("counted is what two clusters share; where they differ, no number is told", () => {
    const one = contentsOf([object("Secret", "a-one"), object("Service", "web")]);
    const other = contentsOf([object("Secret", "a-two"), object("Service", "web")]);
    expect(sharedContents(one, other)).toMatchObject({
      known: true,
      objects: [
        { kind: "Secret", name: null },
        { kind: "Service", name: "web" },
      ],
    });
    expect(sharedContents(one, contentsOf([object("Service", "web")]))).toMatchObject({
      known: false,
    });
  });

  test("Kubernetes' version where the profile sets none, a chart of the internet, broken values", async () => {
    const version = "charts:\n  beacon:\n    x: '{{ .lamina.system.kubernetes.version }}'\n";
    expect(count(version, [])).toBe(2);
    expect(plan("charts: [1\n")).toEqual({ reason: "It has problems to fix first." });
    const chart = { name: "far", repository: "https://example.org", version: "1.0.0" };
    const far = await plainPack("far", "addon", { upstreamCharts: [chart] });
    expect(planRendering(layerOf(far), [layerOf(far)], far, sampleFacts)).toEqual({
      reason: "Its chart is downloaded only during installation.",
    });
  });
});

test("a chart that asks the cluster is not counted", () => {
  const dependence = (text: string, version: string | null = "1.37.2") =>
    clusterDependence([text], version);
  expect(dependence('{{ if (lookup "v1" "Secret" "a" "b") }}')).not.toBeNull();
  expect(dependence('{{- if .Capabilities.APIVersions.Has "x/v1" }}')).not.toBeNull();
  expect(dependence("{{ .Capabilities.KubeVersion }}")).toBeNull();
  expect(dependence("{{ .Capabilities.KubeVersion }}", null)).not.toBeNull();
  expect(dependence("name: lookup")).toBeNull();
});
