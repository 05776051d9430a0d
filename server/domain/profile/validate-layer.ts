import { clip } from "@/server/domain/agent/text";
import { apiServerArgFault } from "@/server/domain/control-plane/api-server-args";
import { readHeader } from "@/server/domain/pack/header";
import { infrastructureFault } from "@/server/domain/pack/infrastructure";
import { layerKindTitles, type Pack } from "@/server/domain/pack/types";
import { getIn, isMap } from "@/server/domain/yaml/data";
import { roundedByHelm } from "@/server/domain/yaml/numbers";
import { type ParsedYaml, parseYaml, type ScalarTransform } from "@/server/domain/yaml/parse";
import { firstProblems, maxProblems } from "@/server/domain/yaml/problems";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import { checkValues, type ValueWay } from "./check-values";
import { nameFault, validName } from "./inputs";
import { isOn, saidPresets } from "./layer-presets";
import { chartKeys } from "./layer-values";
import { layerSizeFault } from "./limits";
import { keyProblem, layerProblem, textProblem } from "./locate-problem";
import { MacroFault } from "./macro-functions";
import { hasMacro, macrosIn, systemMacros } from "./macros";
import { validateManifests } from "./validate-manifest";
import type { ProfileLayer, ProfileProblem, ProfileProblemCode } from "./types";

/** What is known about the surroundings of a layer. */
export interface LayerContext {
  /** `all` or the profile's infrastructure, e.g. `local`. */
  cloudType: string;
}

/** Everything wrong with one layer by itself; `pack` is undefined when no registry has it. */
export function validateLayer(
  layer: ProfileLayer,
  pack: Pack | undefined,
  context: LayerContext,
): ProfileProblem[] {
  const size = layerSizeFault(layer);
  if (size !== null) return [layerProblem(layer, "TOO_LARGE", size)];
  const macros: ProfileProblem[] = [];
  const transform: ScalarTransform = (text, _plain, range) => {
    const fault = macroFault(text);
    if (fault) macros.push(textProblem(layer, { ...range(), ...fault }, "MACRO_INVALID"));
    return text;
  };
  // Without macros the text is read once for all that ask for it.
  const parsed = parseYaml(layer.values, hasMacro(layer.values) ? { transform } : {});
  return [
    ...checkName(layer),
    ...checkPack(layer, pack, context),
    ...parsed.problems.map((problem) => textProblem(layer, problem, "YAML_INVALID")),
    ...firstProblems(macros),
    ...(parsed.ok ? checkData(layer, pack, parsed) : []),
    ...validateManifests(layer),
  ];
}

function macroFault(text: string): { message: string; severity: "error" | "warning" } | null {
  try {
    const known = new Set<string>(systemMacros);
    const unknown = macrosIn(text).find((m) => m.scope === "system" && !known.has(m.name));
    if (!unknown) return null;
    const what = `There is no system macro "${clip(unknown.name, 60)}"`;
    return unknown.hasDefault
      ? { message: `${what}, so its default is used.`, severity: "warning" }
      : { message: `${what}. Write the value itself, or add a default.`, severity: "error" };
  } catch (error) {
    if (error instanceof MacroFault) return { message: error.message, severity: "error" };
    throw error;
  }
}

function checkName(layer: ProfileLayer): ProfileProblem[] {
  const fault = nameFault(layer.name);
  if (fault === null) return [];
  const name = validName(layer.name);
  const fix =
    name === null ? undefined : ({ action: "rename-layer", layerId: layer.id, name } as const);
  return [layerProblem(layer, "NAME_INVALID", `Layer name "${layer.name}": ${fault}`, { fix })];
}

function checkPack(
  layer: ProfileLayer,
  pack: Pack | undefined,
  context: LayerContext,
): ProfileProblem[] {
  const { name, version, registry } = layer.pack;
  const choose = { action: "choose-pack", kind: layer.kind, layerId: layer.id } as const;
  if (!pack) {
    const message = `The registry ${registry} has no pack ${name} ${version} with this content. Choose another version.`;
    return [layerProblem(layer, "PACK_UNKNOWN", message, { fix: choose })];
  }
  const problems: ProfileProblem[] = [];
  if (pack.name !== name || pack.version !== version || pack.registry !== registry) {
    const message = `The layer refers to the pack ${name} ${version} of the registry ${registry}, but its content is ${pack.name} ${pack.version} of ${pack.registry}.`;
    const own = { registry: pack.registry, name: pack.name, version: pack.version };
    const fix = { action: "set-pack", layerId: layer.id, pack: { ...layer.pack, ...own } } as const;
    problems.push(layerProblem(layer, "PACK_MISMATCH", message, { fix }));
  }
  if (pack.layer !== layer.kind) {
    const message = `${pack.displayName} is a pack for ${layerKindTitles[pack.layer]} layers, not ${layerKindTitles[layer.kind]}. Choose another pack.`;
    problems.push(layerProblem(layer, "PACK_KIND_MISMATCH", message, { fix: choose }));
  }
  const { cloudType } = context;
  const unsupported = infrastructureFault(pack, cloudType);
  if (unsupported !== null) {
    const message = `${unsupported} Choose another pack.`;
    problems.push(layerProblem(layer, "CLOUD_TYPE_MISMATCH", message, { fix: choose }));
  }
  if (pack.state !== "active") {
    const state = pack.state === "deleted" ? "was withdrawn from its registry" : "is deprecated";
    const message = `The pack ${name} ${version} ${state}. Choose another version.`;
    const extras = { severity: "warning", fix: choose } as const;
    problems.push(layerProblem(layer, "PACK_DEPRECATED", message, extras));
  }
  return problems;
}

function checkData(
  layer: ProfileLayer,
  pack: Pack | undefined,
  parsed: ParsedYaml,
): ProfileProblem[] {
  if (parsed.data !== null && !isMap(parsed.data)) {
    const message = "The values must be a mapping of keys, not a list or a single value.";
    const fault = { ...parsed.rangeOf([]), severity: "error", message } as const;
    return [textProblem(layer, fault, "YAML_INVALID")];
  }
  const faults: KeyFault[] = [
    ...headerFaults(parsed.data),
    ...apiServerFlags(layer, parsed.data),
    ...roundedByHelm(parsed.data).map((fault): KeyFault => ({ ...fault, code: "VALUE_FORMAT" })),
  ];
  if (pack) {
    faults.push(...checkValues(pack.rules, parsed.data, parseYaml(pack.values).data));
    faults.push(...unknownKeys(pack, parsed.data), ...unknownReleases(pack, parsed.data));
  }
  return [
    ...firstOfEach(faults).map(({ way, ...fault }) => {
      const fix = way && ({ ...way, layerId: layer.id, path: fault.path } as const);
      return keyProblem(layer, parsed, fault.path, { ...fault, fix });
    }),
    ...(pack ? unknownPresets(layer, pack) : []),
  ];
}

interface KeyFault {
  path: YamlPath;
  code: ProfileProblemCode;
  message: string;
  severity?: "warning";
  way?: ValueWay;
}

/** Finding the line of a key takes time, so of very many faults only the first are told, errors before warnings. */
function firstOfEach(faults: readonly KeyFault[]): KeyFault[] {
  const warnings = faults.filter((fault) => fault.severity === "warning");
  const errors = faults.filter((fault) => fault.severity !== "warning");
  return [...errors, ...warnings].slice(0, maxProblems);
}

function headerFaults(data: YamlValue): KeyFault[] {
  return readHeader(data).faults.map((fault) => ({ ...fault, code: "HEADER_INVALID" }));
}

/** Said at the key when publishing, instead of by a control plane that does not start. */
function apiServerFlags(layer: ProfileLayer, data: YamlValue): KeyFault[] {
  if (layer.kind !== "k8s") return [];
  const path = ["kubeadmconfig", "apiServer", "extraArgs"];
  const flags = getIn(data, path);
  return Object.keys(isMap(flags) ? flags : {}).flatMap((name): KeyFault[] => {
    const message = apiServerArgFault(name);
    const way = { action: "remove-key" } as const;
    return message ? [{ code: "VALUE_FORMAT", path: [...path, name], message, way }] : [];
  });
}

/** A key that names no chart is ignored by the installer: most often it is a slip. */
function unknownKeys(pack: Pack, data: YamlValue): KeyFault[] {
  const charts = isMap(data) ? data["charts"] : undefined;
  if (!isMap(charts)) return [];
  const known = new Set(pack.charts.flatMap(chartKeys));
  const keys = Object.keys(charts);
  if (!keys.some((key) => known.has(key))) return [];
  const names = pack.charts.map((chart) => chart.name).join(", ");
  return keys
    .filter((key) => !known.has(key))
    .map((key) => ({
      code: "VALUE_UNKNOWN",
      severity: "warning",
      way: { action: "remove-key" },
      path: ["charts", key],
      message: `The pack has no chart named "${clip(key, 60)}", so this block has no effect. Its charts: ${names}.`,
    }));
}

/** A release name for a chart that is not there is a slip too, unless the pack's own values hold it. */
function unknownReleases(pack: Pack, data: YamlValue): KeyFault[] {
  const path = ["pack", "releaseNameOverride"];
  const own = Object.keys(readHeader(parseYaml(pack.values).data).header.releaseNameOverride);
  const known = new Set([...pack.charts.map((chart) => chart.name), ...own]);
  return Object.keys(readHeader(data).header.releaseNameOverride)
    .filter((chart) => !known.has(chart))
    .map((chart) => ({
      code: "VALUE_UNKNOWN",
      severity: "warning",
      path: [...path, chart],
      message: `The pack has no chart named "${clip(chart, 60)}", so this release name has no effect.`,
      way: { action: "remove-key" },
    }));
}

function unknownPresets(layer: ProfileLayer, pack: Pack): ProfileProblem[] {
  const unknown = (saidPresets(layer) ?? []).filter((preset) => !isOn(pack.presets, preset));
  if (unknown.length === 0 || pack.presets.length === 0) return [];
  const names = unknown.map(({ group, name }) => `${group}:${name}`).join(", ");
  const message = `${pack.name} ${pack.version} does not have these presets, so they have no effect: ${names}.`;
  const presets = unknown.map(({ group, name }) => ({ group, name }));
  const fix = { action: "forget-presets", layerId: layer.id, presets } as const;
  return [layerProblem(layer, "PRESET_UNKNOWN", message, { severity: "warning", fix })];
}
