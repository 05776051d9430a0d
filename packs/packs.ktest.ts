import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { toText } from "@/server/domain/pack/bytes";
import { packOf } from "@/server/domain/pack/testing/pack-files";
import type { Pack } from "@/server/domain/pack/types";
import { togglePreset } from "@/server/domain/profile/presets";
import { renderLayer } from "@/server/domain/profile/render";
import { contextOf, layerOf } from "@/server/domain/profile/testing/layers";
import type { RenderedRelease } from "@/server/domain/profile/types";
import { manifestProblems } from "@/server/domain/profile/validate-manifest";
import { readPackFolders } from "./read-packs";

const root = fileURLToPath(new URL(".", import.meta.url));
const cache =
  process.env["LAMINA_CACHE_DIR"] ??
  join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "lamina");
const helm = join(cache, "assets/helm/4.3.1/helm");
const folders = await readPackFolders(root);
let work: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "lamina-packs-"));
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
    togglePreset(pack, pack.values, preset.name, true, preset.group),
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

/** Packs whose charts lie in the repository; the others need the internet. */
const own = folders.filter(
  ({ files }) => !toText(files["pack.json"] ?? "")?.includes("upstreamCharts"),
);

describe.skipIf(!existsSync(helm)).each(own.map(({ name, files }) => [name, files] as const))(
  "%s",
  (folder, files) => {
    test("helm lints and renders it as it is and with every preset", async () => {
      const pack = await packOf(files);
      for (const [name, values] of variants(pack)) {
        for (const release of releasesOf(pack, values)) {
          const chart = await chartFolder(folder, release);
          const valuesFile = join(work, "values.json");
          await writeFile(valuesFile, JSON.stringify(release.values));
          await run("lint", "--strict", chart, "--values", valuesFile);
          const where = [
            "--namespace",
            release.namespace,
            "--values",
            valuesFile,
            "--include-crds",
          ];
          const rendered = await run("template", release.releaseName, chart, ...where);
          expect(manifestProblems({ content: rendered }), name).toEqual([]);
          expect(rendered, name).toMatch(/^kind: /m);
          expect(rendered, name).not.toContain("<no value>");
        }
      }
    });

    test("its plain manifests are Kubernetes objects", async () => {
      for (const manifest of (await packOf(files)).manifests) {
        if (!manifest.content.includes("{{")) expect(manifestProblems(manifest)).toEqual([]);
      }
    });
  },
);
