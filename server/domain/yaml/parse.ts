import { type Document, LineCounter, type ParsedNode, parseAllDocuments } from "yaml";
import { textProblem } from "./characters";
import { locate } from "./locate";
import { readNodes, type ScalarTransform } from "./read-document";
import { RecentAnswers } from "./recent-answers";
import { schema } from "./schema";
import { countSyntaxErrors, syntaxProblem, tooDeepMessage } from "./syntax-problem";
import type { Problem, TextRange, YamlPath, YamlValue } from "./types";

export type { ScalarTransform } from "./read-document";

/** No text of values or of a manifest may be larger. */
export const maxYamlBytes = 8 * 1024 * 1024;

export interface ParseOptions {
  maxBytes?: number;
  /** Replaces texts while the data is built. */
  transform?: ScalarTransform;
  /** For what a machine rendered: what is only unwise is read as Go reads it, not refused. */
  lenient?: boolean;
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

/**
 * Reads all documents of a text, as manifests have them. Never throws. Answers are shared between
 * callers, so they must not change them.
 */
export function parseYamlStream(text: string, options: ParseOptions = {}): ParsedYaml[] {
  if (options.transform) return readStream(text, options);
  const key = `${options.lenient === true} ${options.maxBytes ?? maxYamlBytes} ${text}`;
  return recent.get(key) ?? recent.keep(key, readStream(text, options));
}

/** One check of a profile asks for the same text many times. */
const recent = new RecentAnswers<ParsedYaml[]>(64);

function readStream(text: string, options: ParseOptions): ParsedYaml[] {
  const tooLarge = checkSize(text, options.maxBytes ?? maxYamlBytes);
  if (tooLarge) return [failed([tooLarge])];
  const lines = new LineCounter();
  const documents = guardDepth(() => withoutStacks(() => parseDocuments(text, lines, false)));
  if (!documents) return [failed([tooDeep])];
  const rangeAt = (from: number, to: number) => toRange(lines, from, to);
  const bad = options.lenient ? undefined : textProblem(text, rangeAt);
  if (bad) return [failed([bad])];
  const errors = documents.map(countSyntaxErrors);
  const broken = errors.findIndex((count) => count > 0);
  const others = errors.slice(broken + 1).reduce((sum, count) => sum + count, 0);
  return documents.map((document, i) => {
    const rangeOf = (path: YamlPath) => rangeAt(...locate(document, path));
    if (errors[i]) {
      // Only the first is told: the documents behind it are read from the wrong place.
      const first = i === broken ? syntaxProblem(document, text, rangeAt, others) : undefined;
      return { ...failed(first ? [first] : []), rangeOf };
    }
    return readDocument(document, { text, rangeAt, rangeOf, options });
  });
}

/** Parses into the library's documents with our reading of YAML; tokens are needed for edits by source ranges. */
export function parseDocuments(
  text: string,
  lines = new LineCounter(),
  keepSourceTokens = true,
): Document.Parsed[] {
  const documents = parseAllDocuments<ParsedNode, true>(text, {
    schema,
    version: "1.1",
    // Found while reading: the library's own search is quadratic.
    uniqueKeys: false,
    prettyErrors: false,
    keepSourceTokens,
    lineCounter: lines,
    logLevel: "silent",
  });
  return Array.isArray(documents) ? documents : [];
}

interface Reading extends Pick<ParsedYaml, "rangeOf"> {
  text: string;
  rangeAt(from: number, to: number): TextRange;
  options: ParseOptions;
}

function readDocument(document: Document.Parsed, reading: Reading): ParsedYaml {
  const { text, rangeAt, rangeOf, options } = reading;
  const { transform, lenient = false } = options;
  const { data, problems } = readNodes(document, { text, rangeAt, transform, lenient });
  if (problems.length > 0) return { ...failed(problems), rangeOf };
  return { ok: true, data, problems, rangeOf };
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
  message: tooDeepMessage,
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
