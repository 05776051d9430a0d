import { execFile } from "node:child_process";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pinnedHelm } from "@/server/domain/control-plane/binaries";
import { toText } from "@/server/domain/pack/bytes";
import { packOf } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { togglePreset } from "@/server/domain/profile/presets";
import { renderLayer } from "@/server/domain/profile/render";
import { contextOf, layerOf } from "@/server/domain/profile/testing/layers";
import type { RenderedRelease } from "@/server/domain/profile/types";
import { manifestProblems } from "@/server/domain/profile/validate-manifest";
import { objectsOf } from "@/server/agent/install/manifests";
import { dig, listAt, nameOf } from "@/server/kube/object";
import { cachedBinaries } from "@/server/kube/testing/start-control-plane";
import { refOf, type KubeObject } from "@/server/kube/types";
import { readPackFolders } from "./read-packs";

const root = fileURLToPath(new URL(".", import.meta.url));
const folders = await readPackFolders(root);
let helm: string;
let work: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "lamina-packs-"));
  helm = await cachedBinaries("helm", pinnedHelm);
});
afterAll(() => rm(work, { recursive: true, force: true }));

const run = async (...args: string[]) => {
  const env = {
    ...process.env,
    HELM_CACHE_HOME: work,
    HELM_CONFIG_HOME: work,
    HELM_DATA_HOME: work,
  };
  return (await promisify(execFile)(helm, args, { env, maxBuffer: 1 << 26 })).stdout;
};

/** The pack's values as they are, and with each preset chosen. */
function variants(pack: Pack): [name: string, values: string][] {
  const chosen = pack.presets.map((preset): [string, string] => [
    `${preset.group}: ${preset.name}`,
    togglePreset(pack, { values: pack.values }, preset.name, true, preset.group).values,
  ]);
  return [["as it is", pack.values], ...chosen];
}

function releasesOf(pack: Pack, values: string): RenderedRelease[] {
  const context = contextOf({
    system: { "cluster.name": "demo", "kubernetes.version": "1.37.2" },
    packs: { kubernetes: { pack: { podCIDR: "10.244.0.0/16" } } },
  });
  const result = renderLayer(layerOf(pack, { values }), pack, context);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.rendered.releases.filter((release) => release.chart.source !== "upstream");
}

/** The chart as a folder on disk. */
async function chartFolder(folder: string, { chart }: RenderedRelease): Promise<string> {
  if (chart.source === "bundled") return join(root, folder, chart.path);
  const target = await mkdtemp(join(work, "chart-"));
  for (const [name, content] of Object.entries(chart.source === "generated" ? chart.files : {})) {
    await mkdir(dirname(join(target, name)), { recursive: true });
    await writeFile(join(target, name), content);
  }
  return target;
}

const workloads = new Set(["Deployment", "StatefulSet", "DaemonSet", "CronJob"]);

/** What would make a good neighbour in the cluster shake their head about an object. */
function shortcomings(object: KubeObject): string[] {
  const name = nameOf(refOf(object));
  const labels = ["name", "managed-by"].map((label) => `app.kubernetes.io/${label}`);
  const found = labels.filter((label) => object.metadata.labels?.[label] === undefined);
  if (!workloads.has(object.kind)) return found.map((label) => `${name}: no label ${label}`);
  const cron = object.kind === "CronJob" ? ["jobTemplate", "spec"] : [];
  const containers = listAt(object, "spec", ...cron, "template", "spec", "containers");
  const wanted = [
    ["resources", "requests", "cpu"],
    ["resources", "requests", "memory"],
    ["resources", "limits", "memory"],
    ...(/Deployment|StatefulSet/.test(object.kind) ? [["readinessProbe"], ["livenessProbe"]] : []),
  ];
  const missing = wanted.filter((path) =>
    containers.some((one) => dig(one, ...path) === undefined),
  );
  return [...found, ...missing.map((path) => path.join("."))].map((what) => `${name}: no ${what}`);
}

/** Packs whose charts lie in the repository; the others need the internet. */
const own = folders.filter(
  ({ files }) => !toText(files["pack.json"] ?? "")?.includes("upstreamCharts"),
);

describe.each(own.map(({ name, files }) => [name, files] as const))("%s", (folder, files) => {
  test("helm lints and renders it as it is and with every preset", async () => {
    const pack = await packOf(files);
    for (const [name, values] of variants(pack)) {
      for (const release of releasesOf(pack, values)) {
        const chart = await chartFolder(folder, release);
        const valuesFile = join(work, "values.json");
        await writeFile(valuesFile, JSON.stringify(release.values));
        await run("lint", "--strict", chart, "--values", valuesFile);
        const where = ["--namespace", release.namespace, "--values", valuesFile, "--include-crds"];
        const rendered = await run("template", release.releaseName, chart, ...where);
        expect(manifestProblems({ content: rendered }), name).toEqual([]);
        expect(rendered, name).toMatch(/^kind: /m);
        expect(rendered, name).not.toContain("<no value>");
        const objects = objectsOf(name, rendered);
        expect(objects.flatMap(shortcomings), name).toEqual([]);
      }
    }
  });

  test("its plain manifests are Kubernetes objects", async () => {
    for (const manifest of (await packOf(files)).manifests) {
      if (!manifest.content.includes("{{")) expect(manifestProblems(manifest)).toEqual([]);
    }
  });
});
