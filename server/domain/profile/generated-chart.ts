import { packLimits } from "@/server/domain/pack/limits";
import type { PackManifest } from "@/server/domain/pack/types";
import { isMap } from "@/server/domain/yaml/data";
import { parseYaml } from "@/server/domain/yaml/parse";
import { renderBlock } from "@/server/domain/yaml/render";
import type { YamlMap } from "@/server/domain/yaml/types";
import type { ReleaseChart } from "./types";

type GeneratedChart = Extract<ReleaseChart, { source: "generated" }>;

/** A pack's manifests by who installs them. */
interface Division {
  chart: GeneratedChart;
  /** Applied by the agent itself. */
  applied: PackManifest[];
}

/**
 * A chart around templated manifests, so that Helm itself renders them. Each sees its own values as
 * `.Values`; manifests without values are passed through untouched, whatever braces they hold. Of these,
 * documents that define kinds stay outside: Helm would never upgrade them, and the agent applies them first.
 */
export function generateChart(
  name: string,
  version: string,
  manifests: readonly PackManifest[],
  values: Readonly<Record<string, YamlMap>>,
): Division {
  const files: Record<string, string> = {
    "Chart.yaml": chartYaml(name, version),
    "values.yaml": "{}\n",
  };
  const applied: PackManifest[] = [];
  for (const [index, manifest] of manifests.entries()) {
    const file = `${String(index).padStart(3, "0")}-${manifest.name}.yaml`;
    const isTemplate = Object.hasOwn(values, manifest.name);
    const { definitions, rest } = isTemplate
      ? { definitions: "", rest: manifest.content }
      : divide(manifest.content);
    if (definitions !== "") applied.push({ ...manifest, content: definitions });
    if (rest === "") continue;
    files[`files/${file}`] = rest;
    files[`templates/${file}`] = isTemplate
      ? `{{ tpl (.Files.Get ${quote(`files/${file}`)}) (dict "Values" (index .Values ${quote(manifest.name)}) "Template" .Template) }}\n`
      : `{{ .Files.Get ${quote(`files/${file}`)} }}\n`;
  }
  return { chart: { source: "generated", name, version, files }, applied };
}

/** Divides a text between its documents into those that define kinds and the others, each as it stands. */
function divide(content: string): { definitions: string; rest: string } {
  if (!content.includes(definition)) return { definitions: "", rest: content };
  // Kubernetes and Helm divide at the same lines, also within block texts.
  const documents = content.split(/^---(?=\s|$)/m);
  const defining = documents.map(definesKinds);
  const part = (which: boolean) =>
    documents.filter((text, n) => defining[n] === which && text.trim() !== "").join("---");
  return { definitions: part(true), rest: part(false) };
}

/** True for a definition and for a list that holds one; what cannot be read is Helm's to refuse. */
function definesKinds(document: string): boolean {
  const { data } = parseYaml(document, { maxBytes: packLimits.fileBytes });
  const items = isMap(data) && Array.isArray(data["items"]) ? data["items"] : [data];
  return items.some((item) => isMap(item) && item["kind"] === definition);
}

const definition = "CustomResourceDefinition";

function chartYaml(name: string, version: string): string {
  const description = "Manifests of a pack, rendered by Helm";
  return `${renderBlock({ apiVersion: "v2", name, version, description })}\n`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
