import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readPackFolders } from "@/packs/read-packs";
import { parsePack } from "@/server/domain/pack/parse-pack";
import type { Pack } from "@/server/domain/pack/types";
import { planInstall } from "@/server/domain/profile/plan";
import { renderLayer } from "@/server/domain/profile/render";
import { sampleLayers } from "@/server/domain/profile/sample-layers";
import type { MacroContext, RenderedLayer, RenderedRelease } from "@/server/domain/profile/types";
import { parseYaml } from "@/server/domain/yaml/parse";
import { bundledRegistry } from "@/server/services/pack/sync-bundled";

/** Writes the sample's layers as charts, values and manifests that by-hand.sh installs in this order. */
export async function writeLayersByHand(target: string, kubernetesVersion: string): Promise<void> {
  const packs = new Map<string, { pack: Pack; folder: string }>();
  for (const { name, files } of await readPackFolders("packs")) {
    const parsed = await parsePack(files, { registry: bundledRegistry });
    if (parsed.ok)
      packs.set(parsed.pack.digest, { pack: parsed.pack, folder: join("packs", name) });
  }
  const layers = sampleLayers([...packs.values()].map(({ pack }) => pack));
  const context: MacroContext = {
    system: { "cluster.name": "by-hand", "kubernetes.version": kubernetesVersion },
    variables: {},
    macros: {},
    packs: Object.fromEntries(layers.map((l) => [l.pack.name, parseYaml(l.values).data ?? null])),
  };
  const order = planInstall(layers).flatMap((group) => group.layerIds);
  for (const [index, id] of order.entries()) {
    const layer = layers.find((l) => l.id === id);
    const known = layer && packs.get(layer.pack.digest);
    if (!layer || !known) throw new Error(`The sample's layer ${id} has no pack.`);
    const result = renderLayer(layer, known.pack, context);
    if (!result.ok) throw new Error(`${layer.name}: ${result.problems[0]?.message}`);
    const folder = join(target, `${String(index).padStart(2, "0")}-${layer.name}`);
    writeLayer(folder, result.rendered, known.folder);
  }
}

function writeLayer(folder: string, layer: RenderedLayer, packFolder: string): void {
  mkdirSync(folder, { recursive: true });
  layer.releases.forEach((release, i) => {
    const dir = join(folder, "releases", String(i));
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, "name"), release.releaseName);
    writeFileSync(join(dir, "namespace"), release.namespace);
    writeFileSync(join(dir, "values.json"), JSON.stringify(release.values));
    writeChart(join(dir, "chart"), release, packFolder);
  });
  layer.manifests.forEach((manifest, i) => {
    const file = join(folder, "manifests", `${String(i).padStart(2, "0")}.yaml`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, manifest.content);
  });
}

function writeChart(target: string, { chart }: RenderedRelease, packFolder: string): void {
  if (chart.source === "bundled") cpSync(join(packFolder, chart.path), target, { recursive: true });
  else if (chart.source === "generated") {
    for (const [path, content] of Object.entries(chart.files)) {
      mkdirSync(dirname(join(target, path)), { recursive: true });
      writeFileSync(join(target, path), content);
    }
  } else throw new Error(`${chart.name} needs the internet: it is no part of the sample.`);
}
