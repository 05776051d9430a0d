import { parseYaml } from "@/server/domain/yaml/parse";
import { isMap } from "@/server/domain/yaml/data";
import { compileFormat } from "./rule-format";
import type { PackProblem, SchemaRule } from "./types";

/** Reads schema.yaml: a map from a dotted path to `{ schema: '{{ required | format "…" }}' }`. */
export function parseRules(text: string): { rules: SchemaRule[]; problems: PackProblem[] } {
  const file = "schema.yaml";
  const parsed = parseYaml(text);
  if (!parsed.ok)
    return { rules: [], problems: parsed.problems.map((p) => ({ ...pick(p), file })) };
  if (parsed.data === null) return { rules: [], problems: [] };
  if (!isMap(parsed.data)) {
    return { rules: [], problems: [{ file, message: "Expected a mapping of paths to rules." }] };
  }
  const rules: SchemaRule[] = [];
  const problems: PackProblem[] = [];
  for (const [path, entry] of Object.entries(parsed.data)) {
    const template = isMap(entry) ? entry["schema"] : undefined;
    const rule = typeof template === "string" ? parseRule(path, template) : undefined;
    if (rule) rules.push(rule);
    else {
      const message = `The rule of "${path}" is not valid. Use the form '{{ required | format "\${string}" }}'.`;
      problems.push({ ...pick(parsed.rangeOf([path])), file, message });
    }
  }
  return { rules, problems };
}

function pick(place: { line: number; column: number; message?: string }) {
  return { line: place.line, column: place.column, message: place.message ?? "" };
}

/** One rule, or undefined when the template does not follow the grammar. */
export function parseRule(path: string, template: string): SchemaRule | undefined {
  const inner = /^\s*\{\{-?([\s\S]*?)-?\}\}\s*$/.exec(template)?.[1];
  if (inner === undefined) return undefined;
  const rule: SchemaRule = {
    path,
    type: "string",
    format: null,
    regex: null,
    min: null,
    max: null,
    listOptions: [],
    hints: [],
    required: false,
    readonly: false,
  };
  for (const expression of splitPipes(inner)) {
    const [word = "", ...args] = expression;
    if (word === "required") rule.required = true;
    else if (word === "readonly") rule.readonly = true;
    else if (word === "hints") rule.hints.push(...args);
    else if (word === "format" && args[0] !== undefined)
      Object.assign(rule, compileFormat(args[0]));
    else return undefined;
  }
  return rule;
}

/** Words and quoted texts between pipes. */
function splitPipes(text: string): string[][] {
  const expressions: string[][] = [[]];
  const token = /\s*(?:(\|)|"((?:[^"\\]|\\[\s\S])*)"|`([^`]*)`|([^\s|"`]+))/gy;
  for (;;) {
    const match = token.exec(text);
    if (!match) break;
    if (match[1]) expressions.push([]);
    else
      expressions
        .at(-1)
        ?.push(match[2]?.replaceAll(/\\(["\\])/g, "$1") ?? match[3] ?? match[4] ?? "");
  }
  return expressions;
}
