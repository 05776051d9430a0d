import { RE2JS } from "re2js";
import type { YamlValue } from "@/server/domain/yaml/types";
import { compositePattern, typePatterns } from "./rule-format";
import type { SchemaRule } from "./types";

/** Why a value breaks its rule, or null. Required and readonly are judged by the caller, who knows more. */
export function ruleFault(rule: SchemaRule, value: YamlValue): string | null {
  if (rule.format === null) return null;
  if (Array.isArray(value) || (typeof value === "object" && value !== null)) {
    return `Expected ${describeRule(rule)}, found a ${Array.isArray(value) ? "list" : "mapping"}.`;
  }
  const text = value === null ? "" : String(value);
  return typeFault(rule, value, text) ?? regexFault(rule, text);
}

function typeFault(rule: SchemaRule, value: YamlValue, text: string): string | null {
  const wrong = `Expected ${describeRule(rule)}, found ${shown(rule, value)}.`;
  switch (rule.type) {
    case "number": {
      const number = text.trim() === "" ? Number.NaN : Number(text);
      const inside = number >= (rule.min ?? -Infinity) && number <= (rule.max ?? Infinity);
      return Number.isNaN(number) || !inside ? wrong : null;
    }
    case "boolean":
      return text === "true" || text === "false" ? null : wrong;
    case "list":
      return rule.listOptions.length === 0 || rule.listOptions.includes(text) ? null : wrong;
    case "ipv4":
    case "version":
      return matches(`^(?:${typePatterns[rule.type] ?? ""})$`, text) === false ? wrong : null;
    default:
      return null;
  }
}

function regexFault(rule: SchemaRule, text: string): string | null {
  if (rule.type === "composite") return compositeFault(rule.format ?? "", text);
  if (rule.regex === null) return null;
  const found = matches(rule.regex, text);
  if (found === null) return brokenPattern(rule.regex);
  if (found) return null;
  const what = rule.type === "password" ? "The secret" : `"${text}"`;
  return `${what} does not match ${rule.regex}${hintOf(rule)}.`;
}

function compositeFault(format: string, text: string): string | null {
  const { pattern, ranges } = compositePattern(format);
  const match = search(pattern, text);
  if (match === null) return brokenPattern(pattern);
  const isInside = ({ min, max }: (typeof ranges)[number], i: number) => {
    const number = Number(match.group(`range${i}`));
    return number >= min && number <= max;
  };
  if (match.found && ranges.every(isInside)) return null;
  return `Expected the form ${format}, found "${text}".`;
}

const brokenPattern = (pattern: string) =>
  `The pack's own pattern ${pattern} is not a valid RE2 expression.`;

function hintOf(rule: SchemaRule): string {
  return rule.hints[0] === undefined ? "" : ` (${rule.hints[0]})`;
}

/** null: the expression itself is broken. */
function matches(pattern: string, text: string): boolean | null {
  return search(pattern, text)?.found ?? null;
}

/** Linear time, whatever the pack wrote. */
function search(pattern: string, text: string) {
  try {
    const matcher = RE2JS.compile(pattern).matcher(text);
    return { found: matcher.find(), group: (name: string) => matcher.group(name) };
  } catch {
    return null;
  }
}

function shown(rule: SchemaRule, value: YamlValue): string {
  if (value === null || value === "") return "nothing";
  return rule.type === "password" ? "another value" : `"${String(value)}"`;
}

/** `a number from 1 to 365`, `one of A, B`; for messages and hover texts. */
export function describeRule(rule: SchemaRule): string {
  switch (rule.type) {
    case "number":
      return rule.min === null ? "a number" : `a number from ${rule.min} to ${rule.max ?? "∞"}`;
    case "boolean":
      return "true or false";
    case "list":
      return `one of ${rule.listOptions.join(", ")}`;
    case "ipv4":
      return "an IPv4 address";
    case "version":
      return "a version";
    case "password":
      return "a secret";
    case "composite":
      return `the form ${rule.format ?? ""}`;
    default:
      return "text";
  }
}
