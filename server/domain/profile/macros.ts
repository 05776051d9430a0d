import { clip } from "@/server/domain/agent/text";
import { toJson } from "@/server/domain/json/exact";
import type { Pack } from "@/server/domain/pack/types";
import { getIn, isMap } from "@/server/domain/yaml/data";
import { goScalar } from "@/server/domain/yaml/go-scalar";
import { macroOpening } from "@/server/domain/yaml/macro-opening";
import { parseYaml } from "@/server/domain/yaml/parse";
import { parsePath } from "@/server/domain/yaml/path";
import type { YamlValue } from "@/server/domain/yaml/types";
import { MacroFault, macroFunctions, maxMacroCharacters, tooMuchText } from "./macro-functions";
import { macroSpans, type MacroSpan } from "./macro-spans";
import { parsedValues } from "./parsed-values";
import type { MacroContext, ProfileLayer } from "./types";

/** Every name after `.spectro.system.` (or `.lamina.system.`). */
export const systemMacros = [
  "user.name",
  "user.uid",
  "user.email",
  "tenant.uid",
  "project.name",
  "project.uid",
  "cluster.name",
  "cluster.uid",
  "cluster.kubevip",
  "kubernetes.version",
  "clusterprofile.name",
  "clusterprofile.uid",
  "clusterprofile.version",
  "clusterprofile.infra.name",
  "clusterprofile.infra.uid",
  "clusterprofile.infra.version",
  "cloudaccount.name",
  "cloudaccount.uid",
  "cloud.type",
  "cloud.region",
  "reverseproxy.server",
  "reverseproxy.port",
  "reverseproxy.protocol",
  "reverseproxy.vhostport",
] as const;

export type MacroScope = "system" | "var" | "macro" | "pack";

/** One `{{ .lamina.… }}` span of a text. */
export interface MacroReference {
  scope: MacroScope;
  /** What follows the scope, e.g. `cluster.name`. */
  name: string;
  source: string;
  /** Its pipe names what stands in for a missing value. */
  hasDefault: boolean;
}

/** True when the text holds a macro of ours. */
export function hasMacro(text: string): boolean {
  return macroOpening.test(text);
}

/** All macros of a text. Throws MacroFault on one that cannot be read. */
export function macrosIn(text: string): MacroReference[] {
  return macroSpans(text).map(({ from, to, expression }) => {
    const { scope, name, pipes } = readExpression(expression);
    return { scope, name, source: text.slice(from, to), hasDefault: hasDefault(pipes) };
  });
}

/** What the macros of one layer may still do, shared by all its texts; pack values may hold macros again. */
export interface MacroBudget {
  characters: number;
}

/** The budget of a layer. */
export function macroBudget(): MacroBudget {
  return { characters: maxMacroCharacters };
}

/** The text with every macro replaced. A name without a value needs the `default` of the pipe. */
export function resolveText(text: string, context: MacroContext, budget = macroBudget()): string {
  return resolve(text, macroSpans(text), context, { depth: 0, budget });
}

/**
 * A scalar: one unquoted macro gives a value of its own type. People's variables and macros are typed by
 * how they look (`3` is a number), values of packs as they stand there, and what the system says is text.
 */
export function resolveScalar(
  text: string,
  plain: boolean,
  context: MacroContext,
  budget = macroBudget(),
): YamlValue {
  if (!hasMacro(text)) return text;
  const spans = macroSpans(text);
  const resolved = resolve(text, spans, context, { depth: 0, budget });
  const [span] = spans;
  const whole =
    plain && spans.length === 1 && around(text, spans).every((part) => part.trim() === "");
  if (!whole || !span) return resolved;
  if (resolved === "") return lacksValue(span.expression, context) ? null : resolved;
  return isTyped(span.expression, context) ? typed(resolved) : resolved;
}

/** Only quotes and tags are YAML's own: a text with ` #`, line breaks or blanks around it stays whole. */
function typed(text: string): YamlValue {
  if (!/^["'!]/.test(text)) {
    const value = goScalar(text);
    return typeof value === "number" && !Number.isFinite(value) ? text : value;
  }
  const { ok, data } = parseYaml(text);
  return ok && !isMap(data) && !Array.isArray(data) ? data : text;
}

/** System macros that are numbers; a cluster named `no` and the version `1.30` are text. */
const numbers = new Set(["reverseproxy.port", "reverseproxy.vhostport"]);

function isTyped(expression: string, context: MacroContext): boolean {
  const { scope, name, pipes } = readExpression(expression);
  const last = pipes.at(-1)?.[0]?.value;
  // Quotes that a function puts around a text are YAML's.
  if (last === "int" || last === "quote" || last === "squote") return true;
  if (last === "toString") return false;
  if (scope === "system") return numbers.has(name);
  if (scope !== "pack") return true;
  return pipes.length === 0 && typeof packValue(name, context) !== "string";
}

/** Reached only in published versions; elsewhere it is a fault. */
function lacksValue(expression: string, context: MacroContext): boolean {
  const { scope, name, pipes } = readExpression(expression);
  return !hasDefault(pipes) && lookUp(scope, name, context) === undefined;
}

/** The context of a profile: each layer's values by pack name, the first of a name wins. */
export function macroContextOf(
  layers: readonly ProfileLayer[],
  known: Partial<Omit<MacroContext, "packs">>,
): MacroContext {
  const packs: Record<string, YamlValue> = {};
  for (const layer of layers) packs[layer.pack.name] ??= parsedValues(layer).data;
  return { system: {}, variables: {}, macros: {}, ...known, packs };
}

/** All layers where a layer or its pack may ask for values of others, to know what a result depends on. */
export function contextInputs(
  layer: ProfileLayer,
  pack: Pack,
  layers: readonly ProfileLayer[],
): readonly unknown[] {
  const texts = [layer.values, ...layer.manifests.map((manifest) => manifest.content)];
  const own = [...texts, ...pack.manifests.map((manifest) => manifest.content)];
  return own.some((text) => text.includes(".pack.")) ? [pack, ...layers] : [pack];
}

interface Progress {
  depth: number;
  budget: MacroBudget;
}

/** No macro is cheaper, so their number has an end as well. */
const costOfMacro = 100;

function spend(text: string, { budget }: Progress): string {
  budget.characters -= text.length;
  if (budget.characters < 0) throw tooMuchText();
  return text;
}

function resolve(
  text: string,
  spans: readonly MacroSpan[],
  context: MacroContext,
  progress: Progress,
): string {
  if (progress.depth > 10) throw new MacroFault("Macros refer to each other in a circle.");
  const [first = "", ...others] = around(text, spans);
  const values = spans.map((span) => evaluate(span.expression, context, progress));
  return others.reduce((whole, part, i) => whole + (values[i] ?? "") + part, first);
}

/** What stands before, between and after the macros. */
function around(text: string, spans: readonly MacroSpan[]): string[] {
  const starts = [0, ...spans.map((span) => span.to)];
  return starts.map((start, i) => text.slice(start, spans[i]?.from));
}

function evaluate(expression: string, context: MacroContext, progress: Progress): string {
  progress.budget.characters -= costOfMacro;
  const { scope, name, pipes } = readExpression(expression);
  const given = lookUp(scope, name, context);
  if (given === undefined && !hasDefault(pipes) && !context.missingIsEmpty) {
    throw new MacroFault(missing(scope, name));
  }
  const found = spend(given ?? "", progress);
  const deeper = { depth: progress.depth + 1, budget: progress.budget };
  const value = resolve(found, macroSpans(found), context, deeper);
  return pipes.reduce(
    (text, [func, ...args]) => spend(applyFunction(func, text, args), progress),
    value,
  );
}

function applyFunction(name: Token | undefined, value: string, args: Token[]): string {
  return functionNamed(name)(value, ...args.map((arg) => arg.value));
}

function functionNamed(name: Token | undefined) {
  const key = String(name?.value ?? "");
  const func = Object.hasOwn(macroFunctions, key) ? macroFunctions[key] : undefined;
  if (!func) throw new MacroFault(`There is no function "${clip(key, 60)}" for macros.`);
  return func;
}

function hasDefault(pipes: readonly Token[][]): boolean {
  return pipes.some(([func]) => func?.value === "default");
}

/** Missing is not empty: what stands there silently would take the place of a chart's own default. */
function missing(scope: MacroScope, name: string): string {
  const shown = clip(name, 60);
  const what = {
    system: `The system macro "${shown}" has no value here`,
    var: `There is no variable "${shown}"`,
    macro: `There is no macro "${shown}"`,
    pack: `No layer has a value at "${shown}"`,
  }[scope];
  return `${what}. Write the value itself, or add a default: {{ .lamina.${scope}.${shown} | default "…" }}.`;
}

function lookUp(scope: MacroScope, name: string, context: MacroContext): string | undefined {
  if (scope !== "pack") {
    const table = { system: context.system, var: context.variables, macro: context.macros }[scope];
    return Object.hasOwn(table, name) ? table[name] : undefined;
  }
  const value = packValue(name, context);
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" ? toJson(value) : String(value);
}

/** Pack names may hold dots, so the longest known name wins. */
function packValue(name: string, context: MacroContext): YamlValue | undefined {
  const packs = Object.keys(context.packs).filter((pack) => name.startsWith(`${pack}.`));
  const pack = packs.sort((a, b) => b.length - a.length)[0];
  const data = pack === undefined ? undefined : context.packs[pack];
  if (pack === undefined || data === undefined) return undefined;
  return getIn(data, parsePath(name.slice(pack.length + 1), data));
}

interface Token {
  value: string | number | boolean;
}

function readExpression(expression: string): { scope: MacroScope; name: string; pipes: Token[][] } {
  const [head = [], ...pipes] = tokenize(expression);
  const path = String(head[0]?.value ?? "");
  const match = /^(system|var|macro|pack)\.([\w.$/-]+)$/.exec(path);
  const scope = (["system", "var", "macro", "pack"] as const).find((s) => s === match?.[1]);
  if (!scope || head.length !== 1) {
    throw new MacroFault(
      `".lamina.${clip(expression, 60)}" is not a macro: write .lamina.system.…, .lamina.var.…, .lamina.macro.… or .lamina.pack.….`,
    );
  }
  if (pipes.some((pipe) => pipe.length === 0))
    throw new MacroFault("A function is missing after |.");
  for (const [func] of pipes) functionNamed(func);
  return { scope, name: match?.[2] ?? "", pipes };
}

function tokenize(expression: string): Token[][] {
  const groups: Token[][] = [[]];
  const token = /\s*(?:(\|)|"((?:\\.|[^"\\])*)"|`([^`]*)`|([^\s|"`]+))/gy;
  for (const [, pipe, double, raw, word] of expression.trim().matchAll(token)) {
    if (pipe) groups.push([]);
    else
      groups
        .at(-1)
        ?.push({ value: double === undefined ? (raw ?? literal(word ?? "")) : unescape(double) });
  }
  return groups;
}

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, c: string) => ({ n: "\n", t: "\t" })[c] ?? c);
}

function literal(word: string): string | number | boolean {
  if (word === "true" || word === "false") return word === "true";
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
}
