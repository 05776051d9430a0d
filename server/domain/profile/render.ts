import { byteLength } from "@/server/domain/pack/bytes";
import { renderedLayer } from "@/server/domain/agent/rendered-layer";
import { readManifest } from "@/server/domain/manifest/read-manifest";
import { packLimits } from "@/server/domain/pack/limits";
import { readHeader } from "@/server/domain/pack/header";
import type { Pack, PackChart } from "@/server/domain/pack/types";
import { roundedByHelm } from "@/server/domain/yaml/numbers";
import { formatBytes, parseYaml, parseYamlStream } from "@/server/domain/yaml/parse";
import { firstProblems, maxProblems } from "@/server/domain/yaml/problems";
import { renderBlock } from "@/server/domain/yaml/render";
import type { TextRange, YamlMap, YamlValue } from "@/server/domain/yaml/types";
import { checkValues } from "./check-values";
import { generateChart } from "./generated-chart";
import { chartValues, manifestValues } from "./layer-values";
import { keyProblem, layerProblem, textProblem } from "./locate-problem";
import { MacroFault } from "./macro-functions";
import { hasMacro, type MacroBudget, macroBudget, resolveScalar } from "./macros";
import { readReadinessChecks } from "./readiness";
import { manifestsReleaseNames, namespaceOf, releaseNames } from "./release-name";
import type {
  AttachedManifest,
  MacroContext,
  ProfileLayer,
  ProfileProblem,
  ReleaseChart,
  RenderedLayer,
  RenderedRelease,
} from "./types";

export type RenderResult =
  | { ok: true; rendered: RenderedLayer }
  | { ok: false; problems: ProfileProblem[] };

/**
 * Turns a layer into what an agent installs: macros resolved, the pack's rules checked once more on the
 * final values, one release per chart, manifests ready to apply.
 */
export function renderLayer(layer: ProfileLayer, pack: Pack, context: MacroContext): RenderResult {
  const problems: ProfileProblem[] = [];
  const macros = { context, budget: macroBudget() };
  const transform = resolver(macros, (range, message) =>
    problems.push(textProblem(layer, { ...range, message, severity: "error" }, "MACRO_INVALID")),
  );
  const parsed = parseYaml(layer.values, hasMacro(layer.values) ? { transform } : {});
  const errors = parsed.problems.filter((problem) => problem.severity === "error");
  problems.push(...errors.map((problem) => textProblem(layer, problem, "YAML_INVALID")));
  if (parsed.ok) {
    const faults = checkValues(pack.rules, parsed.data, parseYaml(pack.values).data);
    // A fixed value may be a macro, so only its unresolved form can be compared.
    const final = [
      ...faults.filter((fault) => fault.code !== "VALUE_READONLY"),
      ...roundedByHelm(parsed.data).map((fault) => ({ ...fault, code: "VALUE_FORMAT" as const })),
    ].slice(0, maxProblems);
    problems.push(...final.map((fault) => keyProblem(layer, parsed, fault.path, fault)));
    // Release names were judged when the version was published; what macros bring is made fit.
    const header = readHeader(parsed.data)
      .faults.filter(({ path }) => path[1] !== "releaseNameOverride")
      .slice(0, maxProblems);
    problems.push(
      ...header.map(({ path, message }) =>
        keyProblem(layer, parsed, path, { code: "HEADER_INVALID", message }),
      ),
    );
  }
  const attached = renderAttached(layer, macros, problems);
  if (problems.length > 0) return { ok: false, problems: firstProblems(problems) };
  const rendered = assemble(layer, pack, parsed.data, attached);
  const unfit = unfitForAgent(rendered);
  if (unfit === null) return { ok: true, rendered };
  return { ok: false, problems: [layerProblem(layer, "NOT_INSTALLABLE", unfit)] };
}

/** A layer's values with its macros resolved; one that cannot be keeps its text, and rendering says why. */
export function resolvedValues(layer: ProfileLayer, context: MacroContext): YamlValue {
  const transform = resolver({ context, budget: macroBudget() }, () => {});
  return parseYaml(layer.values, { transform }).data;
}

/** Said here, because an agent refuses the whole message when one layer in it is not as agreed. */
function unfitForAgent(rendered: RenderedLayer): string | null {
  const issue = renderedLayer.safeParse(rendered).error?.issues[0];
  if (!issue) return null;
  return `This layer cannot be installed: ${issue.path.join(".")}: ${issue.message}.`;
}

/** The macros' values and what they may still make, for all texts of a layer. */
interface Macros {
  context: MacroContext;
  budget: MacroBudget;
}

function resolver({ context, budget }: Macros, fail: (range: TextRange, message: string) => void) {
  return (text: string, plain: boolean, range: () => TextRange): YamlValue => {
    // Told at the macro that used it up.
    if (budget.characters < 0) return text;
    try {
      return resolveScalar(text, plain, context, budget);
    } catch (error) {
      if (!(error instanceof MacroFault)) throw error;
      fail(range(), error.message);
      return text;
    }
  };
}

function assemble(
  layer: ProfileLayer,
  pack: Pack,
  data: YamlValue,
  attached: AttachedManifest[],
): RenderedLayer {
  const { header } = readHeader(data);
  const namespace = namespaceOf(layer, header);
  const releases = pack.charts.map((chart) => ({
    ...releaseNames(layer, chart.name, header),
    namespace,
    chart: releaseChart(chart, layer.pack.digest),
    values: chartValues(pack, chart, data),
  }));
  const own = renderOwnManifests(layer, pack, data, namespace);
  return {
    layerId: layer.id,
    name: layer.name,
    kind: layer.kind,
    priority: header.priority,
    pack: layer.pack,
    namespace,
    additionalNamespaces: header.additionalNamespaces,
    namespaceLabels: header.namespaceLabels,
    namespaceAnnotations: header.namespaceAnnotations,
    releases: [...releases, ...own.releases],
    manifests: [...own.manifests, ...attached],
    readinessChecks: readReadinessChecks(data),
  };
}

function releaseChart(chart: PackChart, packDigest: string): ReleaseChart {
  const { name, version } = chart;
  if (chart.source === "bundled") {
    return { source: "bundled", name, version, path: chart.path ?? "", packDigest };
  }
  const digest = chart.digest === undefined ? {} : { digest: chart.digest };
  return { source: "upstream", name, version, repository: chart.repository ?? "", ...digest };
}

/** Manifests without values are applied verbatim; as soon as one has some, Helm renders them together. */
function renderOwnManifests(
  layer: ProfileLayer,
  pack: Pack,
  data: YamlValue,
  namespace: string,
): { releases: RenderedRelease[]; manifests: AttachedManifest[] } {
  const values: Record<string, YamlMap> = {};
  for (const { name } of pack.manifests) {
    const own = manifestValues(name, data);
    if (own) values[name] = own;
  }
  if (Object.keys(values).length === 0) {
    return {
      releases: [],
      manifests: pack.manifests.map(({ name, content }) => ({ name, content })),
    };
  }
  const names = manifestsReleaseNames(layer);
  const version = chartVersion(pack.version);
  const { chart, applied } = generateChart(names.releaseName, version, pack.manifests, values);
  const manifests = applied.map((manifest) => ({ name: manifest.name, content: manifest.content }));
  return { releases: [{ ...names, namespace, chart, values }], manifests };
}

function grown(layer: ProfileLayer, manifest: string, bytes: number): ProfileProblem {
  const message = `With its macros resolved, the manifest ${manifest} is ${formatBytes(bytes)}. The limit is ${formatBytes(packLimits.fileBytes)}: move a part to another manifest.`;
  return { ...layerProblem(layer, "TOO_LARGE", message), manifest };
}

/** Helm insists on semver; a pack version may be anything. */
function chartVersion(version: string): string {
  return /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(version) ? version : "0.0.0";
}

function renderAttached(
  layer: ProfileLayer,
  macros: Macros,
  problems: ProfileProblem[],
): AttachedManifest[] {
  return layer.manifests.map((manifest) => {
    const { name, content } = manifest;
    // Byte for byte unless something is to be put in: then it was judged when it was published.
    if (!hasMacro(content)) return manifest;
    const transform = resolver(macros, (range, message) =>
      problems.push(
        textProblem(layer, { ...range, message, severity: "error" }, "MACRO_INVALID", name),
      ),
    );
    const documents = parseYamlStream(content, { transform });
    const errors = readManifest(documents).problems.filter((p) => p.severity === "error");
    problems.push(...errors.map((p) => textProblem(layer, p, "MANIFEST_INVALID", name)));
    const texts = documents.filter((d) => d.data !== null).map((d) => `${renderBlock(d.data)}\n`);
    const rendered = { name, content: texts.join("---\n") };
    const size = byteLength(rendered.content);
    if (size > packLimits.fileBytes) problems.push(grown(layer, name, size));
    return rendered;
  });
}
