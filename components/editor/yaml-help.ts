import { toJson } from "@/server/domain/json/exact";
import { describeRule } from "@/server/domain/pack/check-rule";
import type { Pack, SchemaRule } from "@/server/domain/pack/types";
import { getIn, isMap } from "@/server/domain/yaml/data";
import { parseYaml } from "@/server/domain/yaml/parse";
import { formatPath } from "@/server/domain/yaml/path";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import { keysBeside, type Lines, placeAt } from "./path-at";

/** What the editor can explain: the pack's rules and its own values. */
export interface YamlHelp {
  rules: readonly SchemaRule[];
  defaults: YamlValue;
}

/** One proposal at the cursor. */
export interface Suggestion {
  label: string;
  insert: string;
  detail: string;
  kind: "key" | "value";
}

/** The help of a pack; computed once per pack, not per key stroke. */
export function helpOfPack(pack: Pick<Pack, "rules" | "values">): YamlHelp {
  return { rules: pack.rules, defaults: parseYaml(pack.values).data };
}

/** Lines of explanation for the key at the cursor, or null when there is nothing to say. */
export function explain(
  help: YamlHelp,
  lines: Lines,
  line: number,
  column: number,
): string[] | null {
  const place = placeAt(lines, line, column);
  if (place.key === null) return null;
  const path = [...place.parents, place.key];
  const rule = ruleAt(help.rules, path);
  const known = headerHelp[formatPath(path)];
  const standard = getIn(help.defaults, path);
  if (!rule && !known && standard === undefined) return null;
  return [
    `**${formatPath(path)}**`,
    ...(known ? [known] : []),
    ...(rule ? [ruleSentence(rule), ...rule.hints] : []),
    ...(standard === undefined || isMap(standard) ? [] : [`Pack default: \`${shown(standard)}\``]),
  ];
}

function ruleSentence(rule: SchemaRule): string {
  const what = describeRule(rule);
  const words = [`Expects ${what}`];
  if (rule.regex !== null && rule.type === "string") words.push(`matching \`${rule.regex}\``);
  const marks = [rule.required ? "required" : "", rule.readonly ? "fixed by the pack" : ""];
  const notes = marks.filter((mark) => mark !== "").join(", ");
  return `${words.join(" ")}${notes === "" ? "" : ` (${notes})`}.`;
}

/** Keys the block at the cursor may have, or values the key at the cursor may take. */
export function suggest(help: YamlHelp, lines: Lines, line: number, column: number): Suggestion[] {
  const place = placeAt(lines, line, column);
  if (place.inValue && place.key !== null) {
    return valuesFor(help, [...place.parents, place.key]);
  }
  return keysFor(help, place.parents, keysBeside(lines, line, column));
}

function valuesFor(help: YamlHelp, path: YamlPath): Suggestion[] {
  const rule = ruleAt(help.rules, path);
  const standard = getIn(help.defaults, path);
  const options = rule?.type === "list" ? rule.listOptions : [];
  const isSwitch = rule?.type === "boolean" || typeof standard === "boolean";
  const texts = isSwitch ? ["true", "false"] : options;
  const scalar = standard === undefined || standard === null || typeof standard === "object";
  const all = scalar ? texts : [shown(standard), ...texts];
  return [...new Set(all)].map((label) => ({
    label,
    insert: label,
    detail: !scalar && label === shown(standard) ? "pack default" : "",
    kind: "value",
  }));
}

function keysFor(help: YamlHelp, parents: YamlPath, taken: readonly string[]): Suggestion[] {
  const block = getIn(help.defaults, parents);
  const fromDefaults = isMap(block) ? Object.keys(block) : [];
  const depth = parents.length;
  const dotted = formatPath(parents);
  const under = (path: string) => depth === 0 || path.startsWith(`${dotted}.`);
  const fromRules = help.rules
    .filter((rule) => under(rule.path) && !rule.path.includes("$[]"))
    .map((rule) => rule.path.slice(depth === 0 ? 0 : dotted.length + 1).split(".")[0] ?? "");
  const fromHeader = Object.keys(headerHelp)
    .filter((path) => under(path) && path !== dotted)
    .map((path) => path.slice(depth === 0 ? 0 : dotted.length + 1))
    .map((rest) => (depth === 0 ? (rest.split(".")[0] ?? "") : rest));
  const keys = [...new Set([...fromDefaults, ...fromRules, ...fromHeader])];
  return keys
    .filter((key) => key !== "" && !taken.includes(key))
    .map((key) => keySuggestion(help, [...parents, key], key));
}

function keySuggestion(help: YamlHelp, path: YamlPath, key: string): Suggestion {
  const standard = getIn(help.defaults, path);
  const rule = ruleAt(help.rules, path);
  const isBlock = isMap(standard) || (standard === undefined && path.length === 1);
  const detail = rule ? describeRule(rule) : (headerHelp[formatPath(path)] ?? "");
  const value = standard === undefined || typeof standard === "object" ? "" : ` ${shown(standard)}`;
  return { label: key, insert: `${key}:${isBlock ? "" : value || " "}`, detail, kind: "key" };
}

function ruleAt(rules: readonly SchemaRule[], path: YamlPath): SchemaRule | undefined {
  const dotted = formatPath(path);
  return rules.find((rule) => rule.path.replaceAll(/\.?\$\[\]/g, "") === dotted);
}

function shown(value: YamlValue): string {
  return typeof value === "string" ? value : toJson(value);
}

/** The keys of the `pack:` block, which every pack understands. */
const headerHelp: Readonly<Record<string, string>> = {
  pack: "Where and when the layer is installed.",
  "pack.namespace": "Namespace of the layer's charts and manifests.",
  "pack.additionalNamespaces": "More namespaces to make before the layer is installed.",
  "pack.namespaceLabels": "Labels of the namespaces, one text per namespace: a=b,c=d.",
  "pack.namespaceAnnotations": "Annotations of the namespaces, one text per namespace: a=b,c=d.",
  "pack.releaseNameOverride": "Chart name → name of its Helm release.",
  "pack.spectrocloud.com/install-priority":
    "A whole number, as text; lower installs first. Layers with the same number install together.",
  "pack.spectrocloud.com/display-name": "The name shown for this layer.",
};
