import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { clip } from "@/server/domain/agent/text";
import { recordedObjects } from "@/server/domain/manifest/recorded-objects";
import type { ManifestObject } from "@/server/domain/manifest/read-manifest";
import { readTarGz } from "@/server/domain/pack/archive";
import { contentsOf } from "@/server/domain/profile/contents";
import { clusterDependence } from "@/server/domain/profile/render-plan";
import type { LayerContents, RenderedRelease } from "@/server/domain/profile/types";
import { parseYamlStream } from "@/server/domain/yaml/parse";
import { helmTemplate } from "@/server/platform/helm/template";
import { WeighedMemory } from "@/server/services/agent/weighed-memory";

/** One release to render, with the files of its pack in base64 where they are needed. */
export interface ReleaseOrder {
  /** What an equal release came to before. */
  before: LayerContents | undefined;
  release: RenderedRelease;
  kubernetesVersion: string | null;
  files: Readonly<Record<string, string>> | null;
}

/** The same release renders to the same objects; the newest stay in memory. */
const memory = new WeighedMemory<LayerContents>(4 * 1024 * 1024, (contents) =>
  contents.known ? 200 + contents.objects.length * 80 : 500,
);

/** A digest, because values may hold secrets. */
type Identity = Pick<ReleaseOrder, "release" | "kubernetesVersion">;

function keyOf({ release, kubernetesVersion }: Identity): string {
  const text = JSON.stringify([release, kubernetesVersion]);
  return createHash("sha256").update(text).digest("hex");
}

/** What an equal release came to before. */
export function rememberedContents(order: Identity): LayerContents | undefined {
  return memory.get(keyOf(order));
}

/** The objects that a release makes; never a number that may be wrong. */
export async function releaseContents(
  order: ReleaseOrder,
  helm: string | null,
  until: number,
): Promise<LayerContents> {
  if (order.before) return order.before;
  if (helm === null) return passing("Helm is still being prepared.");
  if (performance.now() > until) return passing("Rendering takes too long.");
  const contents = await render(order, helm);
  if (contents.known || !contents.passing) memory.set(keyOf(order), contents);
  return contents;
}

const unknown = (reason: string): LayerContents => ({ known: false, reason });
const passing = (reason: string): LayerContents => ({ known: false, reason, passing: true });

async function render(order: ReleaseOrder, helm: string): Promise<LayerContents> {
  const { release, kubernetesVersion } = order;
  const { chart, releaseName, namespace, values } = release;
  const source = sourceOf(order);
  if (!source) return unknown("Its chart is not available here.");
  const dependence = clusterDependence(await textsOf(source.files), kubernetesVersion);
  if (dependence !== null) return unknown(dependence);
  const result = await helmTemplate({
    helm,
    releaseName,
    namespace,
    values,
    kubernetesVersion,
    files: source.files,
    chart: source.path,
  });
  if (!result.ok) {
    const reason = clip(`Helm cannot render ${chart.name}: ${result.message}`, 500);
    return result.timedOut ? passing(reason) : unknown(reason);
  }
  const objects = await objectsIn(result.text);
  return objects ? contentsOf(objects) : unknown(`What ${chart.name} renders cannot be read.`);
}

type Files = Readonly<Record<string, string | Uint8Array>>;

/** The chart of a release as files. */
function sourceOf({
  release: { chart },
  files,
}: ReleaseOrder): { files: Files; path: string } | null {
  if (chart.source === "generated") return { files: chart.files, path: "." };
  if (chart.source === "upstream" || files === null) return null;
  const own = Object.entries(files).filter(
    ([path]) => path === chart.path || path.startsWith(`${chart.path}/`),
  );
  const decoded = own.map(([path, content]): [string, Uint8Array] => [
    path,
    Buffer.from(content, "base64"),
  ]);
  return decoded.length === 0 ? null : { files: Object.fromEntries(decoded), path: chart.path };
}

/** The texts of a chart that Helm runs, those of charts in archives too. */
async function textsOf(files: Files): Promise<string[]> {
  const texts: string[] = [];
  for (const [path, content] of Object.entries(files)) {
    if (path.endsWith(".tgz") && typeof content !== "string") {
      const archive = await readTarGz(content);
      if (archive.ok) texts.push(...(await textsOf(archive.files)));
    } else if (/(?:^|\/)templates\/|(?:^|\/)Chart\.yaml$/.test(path)) {
      texts.push(typeof content === "string" ? content : Buffer.from(content).toString("utf8"));
    }
  }
  return texts;
}

/** The objects of Helm's output; null where one cannot be read. Document by document, so nobody waits. */
async function objectsIn(text: string): Promise<ManifestObject[] | null> {
  const objects: ManifestObject[] = [];
  for (const document of text.split(/^---[ \t]*$/m)) {
    const parsed = parseYamlStream(document, { maxBytes: text.length * 4 });
    if (!parsed.every(({ ok }) => ok)) return null;
    objects.push(...parsed.flatMap(({ data }) => recordedObjects(data)));
    await setImmediate();
  }
  return objects;
}
