import { describe, expect, test } from "vitest";
import { beaconFiles, packOf } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { renderLayer } from "./render";
import { contextOf, layerOf } from "./testing/layers";
import type { ProfileLayer, RenderedLayer } from "./types";

const context = contextOf({
  system: { "cluster.name": "harbour" },
  variables: { beacon_secret: "a-long-enough-secret", days: "0" },
});

function render(pack: Pack, over: Partial<ProfileLayer> = {}): RenderedLayer {
  const result = renderLayer(layerOf(pack, over), pack, context);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.rendered;
}

test("a chart layer becomes a release with its values and namespaces", async () => {
  const pack = await packOf(beaconFiles());
  expect(render(pack)).toMatchObject({
    namespace: "beacon",
    priority: 20,
    namespaceLabels: { beacon: { "pod-security.kubernetes.io/enforce": "baseline", team: "sea" } },
    releases: [
      {
        releaseName: "light",
        namespace: "beacon",
        chart: { source: "bundled", path: "charts/beacon", packDigest: pack.digest },
        values: { cluster: "harbour", secret: "a-long-enough-secret", replicas: 1 },
      },
    ],
    manifests: [],
  });
});

test("a release whose name is cut or changed tells how it was named before, others do not", async () => {
  const values = (name: string) => `pack:\n  releaseNameOverride:\n    beacon: ${name}\n`;
  const files = (name: string) =>
    beaconFiles({}, { "schema.yaml": "", "values.yaml": values(name) });
  const names = async (name: string) => {
    const [release] = render(await packOf(files(name))).releases;
    return [release?.releaseName, release?.formerName];
  };
  expect(await names("light")).toEqual(["light", undefined]);
  expect(await names("my.light")).toEqual(["my.light", "my-light"]);
  const long = `${"x".repeat(52)}-y`;
  const pack = await packOf(beaconFiles({}, { "schema.yaml": "", "values.yaml": "" }));
  const [release] = render(pack, { name: long }).releases;
  expect(release?.formerName).toBe("x".repeat(52));
  expect(release?.releaseName).toMatch(/^x+-[0-9a-z]+$/);
});

test("rules are checked again on the final values", async () => {
  const pack = await packOf(beaconFiles());
  const values = pack.values.replace("keepDays: 7", "keepDays: {{ .lamina.var.days }}");
  const result = renderLayer(layerOf(pack, { values }), pack, context);
  expect(result).toMatchObject({
    ok: false,
    problems: [{ code: "VALUE_FORMAT", path: "charts.beacon.keepDays", line: 17 }],
  });
  const blank = pack.values.replace(
    /'\{\{.lamina.var.beacon_secret.*'/,
    "'{{ .lamina.var.blank }}'",
  );
  const empty = renderLayer(layerOf(pack, { values: blank }), pack, {
    ...context,
    variables: { blank: "" },
  });
  expect(empty).toMatchObject({ ok: false, problems: [{ code: "VALUE_REQUIRED" }] });
});

test("equal content is rendered equally, whatever the spelling; other values another way", async () => {
  const pack = await packOf(beaconFiles());
  const first = render(pack);
  expect(render(pack, { values: `# words\n${pack.values}` })).toEqual(first);
  const other = pack.values.replace("replicas: 1", "replicas: 2");
  expect(render(pack, { values: other })).not.toEqual(first);
});

describe("manifests of the pack", () => {
  const files = (values: string) => ({
    "pack.json": JSON.stringify({
      name: "board",
      version: "1.5",
      layer: "addon",
      kubeManifests: ["manifests/base.yaml", "manifests/app.yaml", "manifests/kinds.yaml"],
    }),
    "values.yaml": values,
    "manifests/base.yaml": "kind: ConfigMap\ndata: {t: '{{ foreign }}'}\n",
    "manifests/app.yaml": "kind: Deployment\nspec: {replicas: {{ .Values.replicas }}}\n",
    "manifests/kinds.yaml": "kind: CustomResourceDefinition\n",
  });

  test("without keys under `manifests:` they are applied verbatim and in order", async () => {
    const rendered = render(await packOf(files("")));
    expect(rendered.releases).toEqual([]);
    expect(rendered.manifests.map((m) => m.name)).toEqual(["base", "app", "kinds"]);
    expect(rendered.manifests[0]?.content).toContain("{{ foreign }}");
  });

  test("with a key Helm renders them: own values each, foreign braces untouched, definitions outside", async () => {
    const rendered = render(await packOf(files("manifests:\n  app:\n    replicas: 2\n")));
    expect(rendered.manifests).toEqual([
      { name: "kinds", content: "kind: CustomResourceDefinition\n" },
    ]);
    const [release] = rendered.releases;
    expect(release).toMatchObject({
      releaseName: "board-manifests",
      values: { app: { replicas: 2 } },
    });
    if (release?.chart.source !== "generated") throw new Error("no generated chart");
    expect(Object.keys(release.chart.files)).toEqual([
      "Chart.yaml",
      "values.yaml",
      "files/000-base.yaml",
      "templates/000-base.yaml",
      "files/001-app.yaml",
      "templates/001-app.yaml",
    ]);
    expect(release.chart.files["templates/000-base.yaml"]).toBe(
      '{{ .Files.Get "files/000-base.yaml" }}\n',
    );
    expect(release.chart.version).toBe("0.0.0");
  });

  test("what defines kinds is told apart by document, not by file", async () => {
    const list = "kind: List\nitems:\n- {kind: CustomResourceDefinition}\n";
    const flow = "{kind: CustomResourceDefinition}\n";
    const config = "kind: ConfigMap\ndata: {kind: CustomResourceDefinition}\n";
    const text = "kind: ConfigMap\ndata:\n  a: |\n    kind: CustomResourceDefinition\n";
    const kinds = ["# both\nkind: CustomResourceDefinition\n", config, list, text, flow].join(
      "---\n",
    );
    const values = files("manifests:\n  app:\n    replicas: 2\n");
    const rendered = render(await packOf({ ...values, "manifests/kinds.yaml": kinds }));
    expect(rendered.manifests).toEqual([
      {
        name: "kinds",
        content: `# both\nkind: CustomResourceDefinition\n---\n${list}---\n${flow}`,
      },
    ]);
    const chart = rendered.releases[0]?.chart;
    if (chart?.source !== "generated") throw new Error("no generated chart");
    expect(chart.files["files/002-kinds.yaml"]?.trim()).toBe(`${config}---\n${text}`.trim());
    expect(Object.keys(chart.files).filter((file) => file.startsWith("crds/"))).toEqual([]);
  });
});

test("attached manifests stay byte for byte unless a macro stands in them", async () => {
  const pack = await packOf(beaconFiles());
  const head = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";
  const plain = `# mine\n${head}`;
  const withMacro = `${head}data:\n  who: {{ .lamina.system.cluster.name }}\n`;
  const rendered = render(pack, {
    manifests: [
      { name: "plain", content: plain },
      { name: "filled", content: withMacro },
    ],
  });
  expect(rendered.manifests[0]?.content).toBe(plain);
  expect(rendered.manifests[1]?.content).toBe(`${head}data:\n  who: harbour\n`);
});

describe("where chart values stand", () => {
  const rendered = async (values: string, charts: Record<string, string>) => {
    const paths = Object.keys(charts);
    const chartFiles = Object.fromEntries(
      paths.map((path) => [`${path}/Chart.yaml`, `name: ${charts[path]}\nversion: 1.0.0\n`]),
    );
    const pack = await packOf({
      ...beaconFiles({ charts: paths }),
      ...chartFiles,
      "schema.yaml": "",
      "presets.yaml": "",
      "values.yaml": values,
    });
    return render(pack).releases.map((release) => release.values);
  };
  const one = { "charts/dir-1.2.3": "real" };

  test.each([
    ["charts:\n  real: {a: 1}\n", [{ a: 1 }]],
    ["charts:\n  dir: {a: 1}\n", [{ a: 1 }]],
    ["charts:\n  a: 1\n", [{ a: 1 }]],
    ["a: 1\npack: {}\n", [{ a: 1 }]],
    ["", [{}]],
    ["# words\n", [{}]],
  ])("%j", async (values, expected) => {
    expect(await rendered(values, one)).toEqual(expected);
  });

  test("with two charts only named blocks count", async () => {
    const two = { "charts/x": "x", "charts/w": "w" };
    expect(await rendered("charts:\n  x: {a: 1}\n  z: {b: 2}\n", two)).toEqual([{ a: 1 }, {}]);
  });
});

test("readiness checks are read in both forms", async () => {
  const pack = await packOf(beaconFiles());
  const values = `${pack.values}readinessCheck:
  v1beta1:
    - {name: a, kind: DaemonSet, group: apps, version: v1, keysToCheck: [{keyToCheck: status.numberUnavailable, expectedValue: "0"}]}
    - {name: b, kind: Node, keyToCheck: status.phase, expectedValue: Up}
    - {name: broken}
`;
  expect(render(pack, { values }).readinessChecks).toEqual([
    {
      name: "a",
      kind: "DaemonSet",
      group: "apps",
      version: "v1",
      keys: [{ key: "status.numberUnavailable", expected: "0" }],
    },
    {
      name: "b",
      kind: "Node",
      group: "",
      version: "v1",
      keys: [{ key: "status.phase", expected: "Up" }],
    },
  ]);
});
