import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readTarGz } from "./archive";
import { digestOf } from "./digest";
import { packLimits } from "./limits";
import { parsePack, toSummary } from "./parse-pack";
import { beaconFiles, packOf, plainPack } from "./testing/pack-files";
import type { PackFiles } from "./types";

async function refuse(files: PackFiles): Promise<string> {
  const result = await parsePack(files, { registry: "public" });
  if (result.ok) throw new Error("was accepted");
  return result.problems.map((p) => `${p.file ?? ""}: ${p.message}`).join("\n");
}

test("a chart pack is read whole and is plain JSON", async () => {
  const pack = await packOf(beaconFiles());
  expect(pack).toMatchObject({
    name: "beacon",
    version: "3.1.0",
    layer: "addon",
    availability: "bundled",
    charts: [{ name: "beacon", version: "0.9.0", source: "bundled", path: "charts/beacon" }],
    docsURL: "https://example.org/beacon",
  });
  expect(pack.presets).toHaveLength(4);
  expect(pack.rules).toHaveLength(4);
  expect(JSON.parse(JSON.stringify(pack))).toEqual(pack);
  expect(Object.keys(toSummary(pack))).not.toContain("values");
});

test.each(["javascript:alert(1)", "data:text/html,x", "not an address", "JAVASCRIPT:alert(1)"])(
  "the documentation link %s is left out",
  async (docsURL) => {
    const pack = await plainPack("evil", "addon", { annotations: { docsURL } });
    expect(pack.docsURL).toBeNull();
  },
);

test("a chart given as an archive is read by its Chart.yaml, whatever the file is called", async () => {
  const archive = tarGz({ "top/Chart.yaml": "name: beacon\nversion: 7.0.0-x\n" });
  const pack = await packOf({
    ...beaconFiles({ charts: ["charts/other-1.tgz"] }),
    "charts/other-1.tgz": archive,
  });
  expect(pack.charts).toMatchObject([
    { name: "beacon", version: "7.0.0-x", path: "charts/other-1.tgz" },
  ]);
});

test("an upstream chart makes a pack need the internet", async () => {
  const pack = await packOf(
    beaconFiles({
      charts: [],
      upstreamCharts: [
        { name: "beacon", repository: "https://charts.example.org", version: "1.2.3" },
      ],
    }),
  );
  expect(pack.availability).toBe("needs-internet");
  expect(pack.charts[0]).toMatchObject({
    source: "upstream",
    repository: "https://charts.example.org",
  });
});

describe("what is put up with", () => {
  test("an empty values file, no pack block, blanks, a missing type, a leading v", async () => {
    const result = await parsePack(
      {
        "pack.json": JSON.stringify({
          name: "old",
          version: "v1.2",
          layer: "kernel",
          eol: " ",
          group: "",
          constraints: {
            dependencies: [{ packName: "kubernetes", layer: "k8s", minVersion: "" }, {}],
          },
        }),
        "values.yaml": "",
        "unlisted.tgz.orig": "x",
      },
      { registry: "public" },
    );
    if (!result.ok) throw new Error("refused");
    expect(result.pack).toMatchObject({
      layer: "os",
      endOfLife: null,
      group: null,
      cloudTypes: ["all"],
    });
    expect(result.pack.constraints.dependencies).toEqual([
      {
        packName: "kubernetes",
        layer: "k8s",
        type: "optional",
        minVersion: null,
        maxVersion: null,
      },
    ]);
    expect(result.warnings.length).toBeGreaterThanOrEqual(4);
  });

  test("a logo is known by its content", async () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2]);
    const files = { ...beaconFiles(), "logo.jpg": png };
    expect((await packOf(files)).logo).toMatch(/^data:image\/png;base64,iVBORw/);
    expect((await packOf({ ...beaconFiles(), "logo.png": "<svg/>" })).logo).toMatch(
      /^data:image\/svg/,
    );
    expect((await packOf({ ...beaconFiles(), "logo.png": "no image" })).logo).toBeNull();
  });
});

describe("what is refused, with the file", () => {
  test.each([
    ["../evil", "lead out of the pack"],
    ["/etc/passwd", "absolute"],
    ["a/../../b", "lead out"],
    ["C:/x", "absolute"],
    ["a\\b", "backslash"],
    ["a\0b", "control character"],
    ["a//b", "empty part"],
  ])("the path %j", async (path, message) => {
    expect(await refuse({ ...beaconFiles(), [path]: "x" })).toContain(message);
  });

  test.each<[string, object, Record<string, string>, string]>([
    [
      "a listed chart that is missing",
      { charts: ["charts/nope.tgz"] },
      {},
      "charts/nope.tgz: The pack lists this chart",
    ],
    [
      "a listed manifest that is missing",
      { kubeManifests: ["manifests/a.yaml"] },
      {},
      "manifests/a.yaml",
    ],
    ["an unknown layer", { layer: "gpu" }, {}, "not one of os, k8s, cni, csi, addon"],
    ["a bad name", { name: "../x" }, {}, '"name"'],
    ["values that do not parse", {}, { "values.yaml": "a: [\n" }, "values.yaml"],
    ["values that are a list", {}, { "values.yaml": "- a\n" }, "must be a map"],
    [
      "a preset whose add does not parse",
      {},
      { "presets.yaml": 'presets: [{name: x, add: "a: ["}]' },
      '"add" of preset "x"',
    ],
    ["JSON that does not parse", {}, { "pack.json": "{" }, "Not valid JSON"],
  ])("%s", async (_name, json, over, message) => {
    expect(await refuse(beaconFiles(json, over))).toContain(message);
  });

  test("5 MB of values and too many files, with numbers", async () => {
    expect(await refuse(beaconFiles({}, { "values.yaml": "#".repeat(5 * 1024 * 1024) }))).toContain(
      "5.0 MiB. The limit is 1.0 MiB",
    );
    const many = Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`f${i}`, ""]));
    expect(await refuse(many)).toContain(`2001 files. The limit is ${packLimits.files}`);
  });

  test("no pack.json", async () => {
    expect(await refuse({ "values.yaml": "" })).toContain("no readable pack.json");
  });
});

test("the digest knows content, not order", async () => {
  const digest = await digestOf({ a: "1", b: "2" });
  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(await digestOf({ b: new TextEncoder().encode("2"), a: "1" })).toBe(digest);
  expect(await digestOf({ a: "2", b: "1" })).not.toBe(digest);
});

describe("archives", () => {
  test("files come out, a leading ./ is dropped", async () => {
    const read = await readTarGz(tarGz({ "./pack.json": "{}", "charts/x.tgz": "abc" }));
    expect(read.ok && Object.keys(read.files)).toEqual(["pack.json", "charts/x.tgz"]);
  });

  test.each([
    ["a path that leads out", tarGz({ "../../etc/cron.d/x": "x" }), "lead out"],
    ["a symbolic link", tarGz({ link: "" }, "2"), "link or a device"],
    ["no archive at all", new Uint8Array([1, 2, 3]), "not a valid .tar.gz"],
    ["a bomb", gzipSync(new Uint8Array(packLimits.totalBytes + 1)), "unpacks to more than"],
    [
      "an archive cut short",
      gzipSync(tar({ a: "x".repeat(2000) }).subarray(0, 1000)),
      "ends too early",
    ],
  ])("%s is refused", async (_name, bytes, message) => {
    const read = await readTarGz(bytes);
    expect(read.ok ? "" : read.problems[0]?.message).toContain(message);
  });
});

test("a pack of values only is enough", async () => {
  expect((await plainPack("local-os", "os")).charts).toEqual([]);
});

function tarGz(files: Record<string, string>, type = "0"): Uint8Array {
  return gzipSync(tar(files, type));
}

function tar(files: Record<string, string>, type = "0"): Uint8Array {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const header = new Uint8Array(512);
    const put = (text: string, at: number) => header.set(new TextEncoder().encode(text), at);
    put(name, 0);
    put(content.length.toString(8).padStart(11, "0"), 124);
    put(type, 156);
    put("ustar", 257);
    const body = new Uint8Array(Math.ceil(content.length / 512) * 512);
    body.set(new TextEncoder().encode(content));
    return [header, body];
  });
  return Buffer.concat([...blocks, new Uint8Array(1024)]);
}
