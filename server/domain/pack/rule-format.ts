import type { RuleType, SchemaRule } from "./types";

type Format = Pick<SchemaRule, "type" | "format" | "regex" | "min" | "max" | "listOptions">;

interface Part {
  literal?: string;
  type?: string;
  argument?: string;
}

const knownTypes: readonly RuleType[] = [
  "string",
  "number",
  "boolean",
  "password",
  "list",
  "ipv4",
  "version",
];

const octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

/** What each type looks like inside a format of several parts. */
export const typePatterns: Record<string, string> = {
  string: ".+?",
  password: ".+?",
  number: "-?[0-9]+(?:\\.[0-9]+)?",
  boolean: "(?:true|false)",
  ipv4: `${octet}(?:\\.${octet}){3}`,
  version: "v?[0-9]+(?:\\.[0-9]+){0,3}(?:[-+][0-9A-Za-z.-]+)?",
};

/** Reads `${number:[1-9]}`, `${list:[a,b]}`, `${string:/^a/}` or several of them with text between. */
export function compileFormat(format: string): Format {
  const parts = splitFormat(format);
  const only = parts.length === 1 ? parts[0] : undefined;
  const base: Format = {
    type: "composite",
    format,
    regex: null,
    min: null,
    max: null,
    listOptions: [],
  };
  if (!only?.type) return { ...base, regex: compositePattern(format).pattern };
  const type = knownTypes.find((known) => known === only.type) ?? "string";
  const argument = only.argument ?? "";
  const single = { ...base, type };
  if (argument.startsWith("/")) return { ...single, regex: argument.slice(1, -1) };
  if (type === "list") return { ...single, listOptions: listOptions(argument) };
  return { ...single, ...rangeOf(argument) };
}

interface Range {
  min: number;
  max: number;
}

/**
 * The pattern of a format of several parts. A pattern cannot compare numbers, so each number with a range
 * is a group `range0`, `range1`, … of it, in the order of `ranges`.
 */
export function compositePattern(format: string): { pattern: string; ranges: Range[] } {
  const ranges: Range[] = [];
  const patterns = splitFormat(format).map((part) => {
    const range = part.type === "number" ? rangeOf(part.argument ?? "") : undefined;
    if (!range) return partPattern(part);
    ranges.push(range);
    return `(?P<range${ranges.length - 1}>${typePatterns["number"]})`;
  });
  return { pattern: `^(?:${patterns.join("")})$`, ranges };
}

function rangeOf(argument: string): Range | undefined {
  const range = /^\[\s*(-?[\d.]+)\s*-\s*(-?[\d.]+)\s*\]$/.exec(argument);
  return range ? { min: Number(range[1]), max: Number(range[2]) } : undefined;
}

function splitFormat(format: string): Part[] {
  const parts: Part[] = [];
  const pattern = /\$\{([A-Za-z0-9]+)(?::(\/[\s\S]*?\/|\[[^\]]*\]|[^}]*))?\}|([\s\S])/gy;
  for (const match of format.matchAll(pattern)) {
    const [, type, argument, char] = match;
    const last = parts.at(-1);
    if (type !== undefined) parts.push(argument === undefined ? { type } : { type, argument });
    else if (last?.literal !== undefined) last.literal += char ?? "";
    else parts.push({ literal: char ?? "" });
  }
  return parts;
}

function partPattern(part: Part): string {
  if (part.literal !== undefined) return escape(part.literal);
  const argument = part.argument ?? "";
  if (argument.startsWith("/"))
    return `(?:${argument.slice(1, -1).replace(/^\^/, "").replace(/\$$/, "")})`;
  if (part.type === "list") return `(?:${listOptions(argument).map(escape).join("|")})`;
  return typePatterns[part.type ?? "string"] ?? ".+?";
}

function listOptions(argument: string): string[] {
  const inner = argument.replace(/^\[/, "").replace(/\]$/, "");
  return inner
    .split(",")
    .map((option) => option.trim())
    .filter((option) => option !== "");
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
