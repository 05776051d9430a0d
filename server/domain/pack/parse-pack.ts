import { isMap } from "@/server/domain/yaml/data";
import { parseYaml } from "@/server/domain/yaml/parse";
import { readChart } from "./charts";
import { toText } from "./bytes";
import { type Sha256, digestOf, webSha256 } from "./digest";
import { checkFiles } from "./file-paths";
import { readHeader } from "./header";
import { readLogo } from "./logo";
import { type PackJson, readPackJson } from "./pack-json";
import { parsePresets } from "./preset-file";
import { parseRules } from "./rules";
import type {
  Pack,
  PackChart,
  PackFiles,
  PackManifest,
  PackProblem,
  PackSummary,
  ParsePackResult,
} from "./types";

export interface ParsePackOptions {
  /** The registry the pack belongs to. */
  registry: string;
  sha256?: Sha256;
}

/** Reads a whole pack from its files. Never throws: what cannot be used is named with its file. */
export async function parsePack(
  files: PackFiles,
  options: ParsePackOptions,
): Promise<ParsePackResult> {
  const fileProblems = checkFiles(files);
  if (fileProblems.length > 0) return { ok: false, problems: fileProblems, warnings: [] };
  const text = (file: string) => toText(files[file] ?? "");
  const packJson = text("pack.json");
  if (!packJson) {
    const message = "The pack has no readable pack.json.";
    return { ok: false, problems: [{ file: "pack.json", message }], warnings: [] };
  }
  const read = readPackJson(packJson);
  if (!read.ok) return { ok: false, problems: read.problems, warnings: [] };
  const problems: PackProblem[] = [];
  const warnings = [...read.warnings];
  const values = text("values.yaml");
  if (!Object.hasOwn(files, "values.yaml")) {
    warnings.push({ file: "values.yaml", message: "The file is missing and is treated as empty." });
  }
  if (values === undefined)
    problems.push({ file: "values.yaml", message: "The file is not UTF-8." });
  const presets = parsePresets(text("presets.yaml") ?? "");
  const rules = parseRules(text("schema.yaml") ?? "");
  problems.push(...presets.problems);
  warnings.push(...rules.problems);
  const charts = await readCharts(read.json, files, problems);
  const manifests = readManifests(read.json, files, problems);
  checkValues(values ?? "", charts, problems, warnings);
  if (problems.length > 0) return { ok: false, problems, warnings };
  const { logo, warning } = readLogo(files);
  if (warning) warnings.push(warning);
  const digest = await digestOf(files, options.sha256 ?? webSha256);
  const pack: Pack = {
    ...summary(read.json, charts),
    registry: options.registry,
    digest,
    logo,
    annotations: read.json.annotations,
    readme: text("README.md") ?? read.json.readme ?? "",
    values: values ?? "",
    presets: presets.presets,
    rules: rules.rules,
    constraints: read.json.constraints,
    charts,
    manifests,
  };
  return { ok: true, pack, warnings };
}

async function readCharts(
  json: PackJson,
  files: PackFiles,
  problems: PackProblem[],
): Promise<PackChart[]> {
  const charts: PackChart[] = (json.upstreamCharts ?? []).map((chart) => ({
    ...chart,
    source: "upstream",
    objects: [],
  }));
  for (const path of json.charts) {
    const read = await readChart(path, files);
    if ("problem" in read) problems.push(read.problem);
    else charts.push(read.chart);
  }
  const twice = charts.find((chart, i) => charts.findIndex((c) => c.name === chart.name) !== i);
  if (twice) problems.push({ message: `Two charts of the pack are both named "${twice.name}".` });
  return charts;
}

/** Manifests keep the order of the list: it is the order in which they are applied. */
function readManifests(json: PackJson, files: PackFiles, problems: PackProblem[]): PackManifest[] {
  return json.kubeManifests.flatMap((file) => {
    const raw = Object.hasOwn(files, file) ? files[file] : undefined;
    const content = raw === undefined ? undefined : toText(raw);
    if (content === undefined) {
      const message =
        raw === undefined
          ? "The pack lists this manifest, but it is not among its files."
          : "The manifest is not UTF-8.";
      problems.push({ file, message });
      return [];
    }
    return [{ name: baseName(file), content }];
  });
}

/** `manifests/app.yaml` → `app` */
function baseName(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.[^.]*$/, "");
}

function checkValues(
  values: string,
  charts: readonly PackChart[],
  problems: PackProblem[],
  warnings: PackProblem[],
): void {
  const file = "values.yaml";
  const parsed = parseYaml(values);
  for (const { message, line, column } of parsed.problems)
    problems.push({ message, line, column, file });
  if (!parsed.ok || parsed.data === null) return;
  if (!isMap(parsed.data)) {
    problems.push({ file, message: "The values must be a mapping." });
    return;
  }
  for (const { path, message } of readHeader(parsed.data).faults) {
    const { line, column } = parsed.rangeOf(path);
    warnings.push({ file, line, column, message });
  }
  const chartValues = parsed.data["charts"];
  const keys = Object.keys(isMap(chartValues) ? chartValues : {});
  const named = keys.filter((key) => charts.some((chart) => chart.name === key));
  if (charts.length === 0 || keys.length === named.length || named.length === 0) return;
  const extra = keys.filter((key) => !named.includes(key));
  const message = `The pack has no charts named ${extra.join(", ")}, which are keys under "charts".`;
  warnings.push({ file, message });
}

function summary(
  json: PackJson,
  charts: readonly PackChart[],
): Omit<PackSummary, "registry" | "digest" | "logo"> {
  const { annotations } = json;
  const state = annotations["system_state"];
  const online = charts.some((chart) => chart.source === "upstream");
  const declared = annotations["lamina.dev/availability"] === "needs-internet";
  const cloudTypes = json.cloudTypes.length > 0 ? json.cloudTypes : [json.cloudType ?? "all"];
  return {
    name: json.name,
    displayName: json.displayName ?? json.name,
    version: json.version,
    layer: json.layer,
    cloudTypes,
    addonType: json.addonType,
    description: annotations["description"] ?? "",
    docsURL: webAddress(annotations["docsURL"]),
    availability: online || declared ? "needs-internet" : "bundled",
    simulated: annotations["lamina.dev/simulated"] === "true",
    state: state === "deprecated" || state === "deleted" ? state : "active",
    group: json.group,
    endOfLife: json.eol,
  };
}

/** The part of a pack that a list shows. */
export function toSummary(pack: Pack): PackSummary {
  return {
    registry: pack.registry,
    name: pack.name,
    displayName: pack.displayName,
    version: pack.version,
    digest: pack.digest,
    layer: pack.layer,
    cloudTypes: pack.cloudTypes,
    addonType: pack.addonType,
    description: pack.description,
    docsURL: pack.docsURL,
    logo: pack.logo,
    availability: pack.availability,
    simulated: pack.simulated,
    state: pack.state,
    group: pack.group,
    endOfLife: pack.endOfLife,
  };
}

/** Only web addresses become links: `javascript:` in a pack must not run in the console. */
function webAddress(text: string | undefined): string | null {
  const address = text && URL.canParse(text) ? new URL(text) : null;
  return address && /^https?:$/.test(address.protocol) ? address.href : null;
}
