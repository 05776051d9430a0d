import type { PackManifest } from "@/server/domain/pack/types";
import { renderBlock } from "@/server/domain/yaml/render";
import type { YamlMap } from "@/server/domain/yaml/types";
import type { ReleaseChart } from "./types";

type GeneratedChart = Extract<ReleaseChart, { source: "generated" }>;

/**
 * A chart around templated manifests, so that Helm itself renders them. Each sees its own values as
 * `.Values`; manifests without values are passed through untouched, whatever braces they hold, and
 * definitions of new kinds go where Helm applies them first.
 */
export function generateChart(
  name: string,
  version: string,
  manifests: readonly PackManifest[],
  values: Readonly<Record<string, YamlMap>>,
): GeneratedChart {
  const files: Record<string, string> = {
    "Chart.yaml": chartYaml(name, version),
    "values.yaml": "{}\n",
  };
  for (const [index, manifest] of manifests.entries()) {
    const file = `${String(index).padStart(3, "0")}-${manifest.name}.yaml`;
    const isTemplate = Object.hasOwn(values, manifest.name);
    if (!isTemplate && /^kind:\s*["']?CustomResourceDefinition\b/m.test(manifest.content)) {
      files[`crds/${file}`] = manifest.content;
      continue;
    }
    files[`files/${file}`] = manifest.content;
    files[`templates/${file}`] = isTemplate
      ? `{{ tpl (.Files.Get ${quote(`files/${file}`)}) (dict "Values" (index .Values ${quote(manifest.name)}) "Template" .Template) }}\n`
      : `{{ .Files.Get ${quote(`files/${file}`)} }}\n`;
  }
  return { source: "generated", name, version, files };
}

function chartYaml(name: string, version: string): string {
  const description = "Manifests of a pack, rendered by Helm";
  return `${renderBlock({ apiVersion: "v2", name, version, description })}\n`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
