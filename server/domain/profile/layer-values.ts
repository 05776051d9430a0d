import type { Pack, PackChart } from "@/server/domain/pack/types";
import { isMap } from "@/server/domain/yaml/data";
import type { YamlMap, YamlValue } from "@/server/domain/yaml/types";

const knownRootKeys = new Set([
  "pack",
  "charts",
  "manifests",
  "readinessCheck",
  "kubeadmconfig",
  "clientConfig",
  "managedControlPlane",
]);

/**
 * The values of one chart. Normally `charts.<name>`; packs of the wild also use the folder's or file's
 * name as the key, no key at all under `charts`, or the document's root.
 */
export function chartValues(
  pack: Pick<Pack, "charts">,
  chart: PackChart,
  data: YamlValue,
): YamlMap {
  const root = isMap(data) ? data : {};
  const charts = isMap(root["charts"]) ? root["charts"] : undefined;
  if (charts) {
    const key = chartKeys(chart).find((candidate) => Object.hasOwn(charts, candidate));
    if (key !== undefined) return mapOf(charts[key]);
    const isAnyNamed = pack.charts.some((c) => chartKeys(c).some((k) => Object.hasOwn(charts, k)));
    return pack.charts.length === 1 && !isAnyNamed ? charts : {};
  }
  if (pack.charts.length !== 1 || "charts" in root) return {};
  return Object.fromEntries(Object.entries(root).filter(([key]) => !knownRootKeys.has(key)));
}

/** The keys under which a chart's values may stand, the right one first. */
export function chartKeys(chart: PackChart): string[] {
  const base = chart.path
    ?.split("/")
    .at(-1)
    ?.replace(/\.tgz$/, "");
  const keys = [chart.name, base, base?.replace(/-v?\d[\w.+-]*$/, "")];
  return [...new Set(keys.filter((key) => key !== undefined && key !== ""))] as string[];
}

/** The values of one manifest; undefined = no key, so the manifest is applied verbatim. */
export function manifestValues(name: string, data: YamlValue): YamlMap | undefined {
  const manifests = isMap(data) ? data["manifests"] : undefined;
  if (!isMap(manifests) || !Object.hasOwn(manifests, name)) return undefined;
  return mapOf(manifests[name]);
}

function mapOf(value: YamlValue | undefined): YamlMap {
  return isMap(value) ? value : {};
}
