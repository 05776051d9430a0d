import {
  type Document,
  LineCounter,
  type Node,
  type ParsedNode,
  Scalar,
  type YAMLError,
  isScalar,
  parseAllDocuments,
  visit,
} from "yaml";
import { findDuplicateKeys } from "./duplicates";
import { locate } from "./locate";
import { macroOpening } from "./macro-opening";
import { maxProblems } from "./problems";
import { schemaOptions } from "./schema";
import { shapeProblem } from "./shape";
import type { Problem, TextRange, YamlPath, YamlValue } from "./types";

/** No text of values or of a manifest may be larger. */
export const maxYamlBytes = 1024 * 1024;

/** Replaces a string scalar while the data is built; `plain` = it stood without quotes. */
export type ScalarTransform = (text: string, plain: boolean, range: TextRange) => YamlValue;

export interface ParseOptions {
  maxBytes?: number;
  transform?: ScalarTransform;
}

/** A parsed text; `data` is null when there are errors or nothing but comments. */
export interface ParsedYaml {
  ok: boolean;
  data: YamlValue;
  problems: Problem[];
  /** The place of a key or of its nearest existing parent. */
  rangeOf(path: YamlPath): TextRange;
}

const firstLine: TextRange = { line: 1, column: 1, endLine: 1, endColumn: 1 };
const unlocated: ParsedYaml["rangeOf"] = () => firstLine;

/** Reads exactly one YAML document (an empty text counts as one). Never throws. */
export function parseYaml(text: string, options: ParseOptions = {}): ParsedYaml {
  const stream = parseYamlStream(text, options);
  const [first, second] = stream;
  if (!first) return { ok: true, data: null, problems: [], rangeOf: unlocated };
  if (!second) return first;
  const problem: Problem = {
    ...second.rangeOf([]),
    message: `Only one YAML document may stand here, but there are ${stream.length}; remove the "---" between them.`,
    severity: "error",
  };
  return { ok: false, data: null, problems: [problem], rangeOf: first.rangeOf };
}

/** Reads all documents of a text, as manifests have them. Never throws. */
export function parseYamlStream(text: string, options: ParseOptions = {}): ParsedYaml[] {
  const tooLarge = checkSize(text, options.maxBytes ?? maxYamlBytes);
  if (tooLarge) return [failed([tooLarge])];
  const lines = new LineCounter();
  const documents = guardDepth(() => withoutStacks(() => parseDocuments(text, lines)));
  if (!documents) return [failed([tooDeep])];
  return documents.map((document) => readDocument(document, text, lines, options));
}

/** Parses into the library's documents with our reading of YAML; for editing by source ranges. */
export function parseDocuments(text: string, lines = new LineCounter()): Document.Parsed[] {
  const documents = parseAllDocuments<ParsedNode, true>(text, {
    ...schemaOptions,
    version: "1.1",
    // Found by findDuplicateKeys: the library's own search is quadratic.
    uniqueKeys: false,
    prettyErrors: false,
    keepSourceTokens: true,
    lineCounter: lines,
    logLevel: "silent",
  });
  return Array.isArray(documents) ? documents : [];
}

/** The plain data of a document whose shape was found good: the library's own count of aliases is quadratic. */
function toData(document: Document): YamlValue {
  const data: YamlValue | undefined = document.toJS({ maxAliasCount: -1 });
  return data ?? null;
}

function readDocument(
  document: Document.Parsed,
  text: string,
  lines: LineCounter,
  options: ParseOptions,
): ParsedYaml {
  const rangeAt = (from: number, to: number) => toRange(lines, from, to);
  const rangeOf = (path: YamlPath) => {
    const [from, to] = locate(document, path);
    return rangeAt(from, to);
  };
  const lineAt = (line: number) => text.slice(lines.lineStarts[line - 1], lines.lineStarts[line]);
  const told = (errors: readonly YAMLError[], severity: Problem["severity"]) =>
    errors.slice(0, maxProblems).map((error) => toProblem(error, rangeAt, severity, lineAt));
  const problems = [...told(document.errors, "error"), ...told(document.warnings, "warning")];
  const failedAt = (...more: Problem[]) => ({
    ...failed([...problems, ...more]),
    rangeOf,
  });
  if (document.errors.length > 0) return failedAt();
  const shape = shapeProblem(document, rangeAt);
  if (shape) return failedAt(shape);
  const duplicates = findDuplicateKeys(document, rangeAt, maxProblems);
  if (duplicates.length > 0) return failedAt(...duplicates);
  keepUnquotedMacros(document, text);
  if (options.transform) transformScalars(document, options.transform, rangeAt);
  return { ok: true, data: toData(document), problems, rangeOf };
}

/** `key: {{ .lamina.x }}` without quotes is, to YAML, a map in a map; read it as the text it was meant to be. */
function keepUnquotedMacros(document: Document.Parsed, text: string): void {
  visit(document, {
    Map(_key, node) {
      if (!node.flow || !node.range) return undefined;
      const source = text.slice(node.range[0], node.range[1]);
      if (!source.startsWith("{{") || !source.endsWith("}}")) return undefined;
      if (source.includes("\n") || macroOpening.exec(source)?.index !== 0) return undefined;
      const scalar = new Scalar(source);
      scalar.type = "PLAIN";
      scalar.range = node.range;
      return scalar;
    },
  });
}

function transformScalars(
  document: Document.Parsed,
  transform: ScalarTransform,
  rangeAt: (from: number, to: number) => TextRange,
): void {
  visit(document, {
    Scalar(key, node) {
      if (key === "key" || typeof node.value !== "string") return undefined;
      const [from, to] = node.range ?? [0, 0];
      const value = transform(node.value, node.type === "PLAIN", rangeAt(from, to));
      if (value === node.value) return undefined;
      const created: Node = document.createNode(value);
      if (isScalar(created)) node.value = created.value;
      else return created;
      return undefined;
    },
  });
}

function checkSize(text: string, maxBytes: number): Problem | undefined {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes <= maxBytes) return undefined;
  return {
    ...firstLine,
    message: `The text has ${formatBytes(bytes)}; the limit is ${formatBytes(maxBytes)}.`,
    reason: `more than ${formatBytes(maxBytes)}`,
    severity: "error",
  };
}

/** `5.0 MiB`, `12.3 KiB`, `87 bytes`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
  return bytes >= 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${bytes} bytes`;
}

function failed(problems: Problem[]): ParsedYaml {
  return { ok: false, data: null, problems, rangeOf: unlocated };
}

const tooDeep: Problem = {
  ...firstLine,
  message: "The YAML is nested too deeply to be read.",
  reason: "nested too deeply",
  severity: "error",
};

/** The library makes an Error of every fault; a million of them cost mostly their stack traces. */
function withoutStacks<T>(work: () => T): T {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = before;
  }
}

/** Runs what recurses over user input; undefined when the stack is exhausted. */
function guardDepth<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Lines and columns of two offsets. */
function toRange(lines: LineCounter, from: number, to: number): TextRange {
  const start = lines.linePos(from);
  const end = lines.linePos(Math.max(from, to));
  const line = Math.max(1, start.line);
  return {
    line,
    column: Math.max(1, start.col),
    endLine: Math.max(line, end.line),
    endColumn: Math.max(1, end.col),
  };
}

function toProblem(
  error: YAMLError,
  rangeAt: (from: number, to: number) => TextRange,
  severity: Problem["severity"],
  lineAt: (line: number) => string,
): Problem {
  const range = rangeAt(...error.pos);
  const hint = macroOpening.test(lineAt(range.line))
    ? " Put quotes around the value with the macro."
    : "";
  return {
    ...range,
    message: `${friendly[error.code] ?? error.message}${hint}`,
    reason: error.code.toLowerCase().replaceAll("_", " "),
    severity,
  };
}

const friendly: Partial<Record<string, string>> = {
  RESOURCE_EXHAUSTION: tooDeep.message,
  TAB_AS_INDENT: "A tab cannot indent YAML; use spaces.",
  BLOCK_AS_IMPLICIT_KEY: "A block cannot stand where a key is expected; check the indentation.",
  BAD_INDENT: "The indentation does not fit the lines around it.",
  MISSING_CHAR:
    "A character is missing here, often a colon after a key or a closing quote or bracket.",
  MULTILINE_IMPLICIT_KEY: "A key must stand on one line; is a colon missing?",
};
