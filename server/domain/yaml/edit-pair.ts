import { type Document, type Pair, Scalar, type YAMLMap, isCollection, isScalar } from "yaml";
import { fitsOnKeyLine, renderBlock, renderInline } from "./render";
import {
  columnOf,
  indentStep,
  lineBreak,
  lineEnd,
  skipDeeperComments,
  sourcePair,
  type SourcePair,
} from "./source";
import type { TextEdit } from "./text-edits";
import type { YamlValue } from "./types";

/** Adds `key: value` behind the last pair of a mapping that has some, or into empty braces. */
export function insertPair(
  document: Document.Parsed,
  text: string,
  map: YAMLMap,
  key: string | number,
  value: YamlValue,
): TextEdit | undefined {
  const last = map.items.at(-1);
  const source = last && sourcePair(last, text);
  if (map.flow) return insertIntoFlow(text, map, source, String(key), value);
  if (!source) return undefined;
  const column = columnOf(text, source.keyStart);
  const eol = lineBreak(text);
  const end = lineEnd(text, source.contentEnd);
  const at = skipDeeperComments(text, end, column);
  const gap = at > 0 && text[at - 1] !== "\n" ? eol : "";
  const block = indentLines(renderBlock({ [key]: value }, indentStep(document, text)), column, eol);
  return { from: at, to: at, text: `${gap}${" ".repeat(column)}${block}${eol}` };
}

function insertIntoFlow(
  text: string,
  map: YAMLMap,
  last: SourcePair | undefined,
  key: string,
  value: YamlValue,
): TextEdit | undefined {
  const inner = renderInline({ [key]: value }).slice(2, -2);
  if (!map.range) return undefined;
  if (map.items.length === 0) return { from: map.range[0], to: map.range[1], text: `{ ${inner} }` };
  if (!last) return undefined;
  return { from: last.contentEnd, to: last.contentEnd, text: `, ${inner}` };
}

/** Spells another value behind the colon of a pair; a comment on the key's line stays. */
export function replaceValue(
  document: Document.Parsed,
  text: string,
  map: YAMLMap,
  pair: Pair,
  value: YamlValue,
): TextEdit | undefined {
  const source = sourcePair(pair, text);
  if (!source || source.colonEnd === null) return undefined;
  const { colonEnd, contentEnd } = source;
  if (map.flow) return { from: colonEnd, to: contentEnd, text: ` ${renderInline(value)}` };
  const old = pair.value;
  const inline = isScalar(old) && isOnKeyLine(old, text, colonEnd);
  if (inline && fitsOnKeyLine(value) && old.range) {
    return { from: old.range[0], to: contentEnd, text: likeBefore(old, value) };
  }
  const column = columnOf(text, source.keyStart);
  const firstLineEnd = lineEnd(text, colonEnd);
  const comment = commentOnKeyLine(text, pair, colonEnd, contentEnd, firstLineEnd);
  const wholeLine = isCollection(old) && !old.flow ? true : comment && contentEnd < firstLineEnd;
  const end = wholeLine ? trimBreak(text, lineEnd(text, contentEnd)) : contentEnd;
  return {
    from: colonEnd,
    to: keepBreak(text, end, colonEnd),
    text: spell(document, text, column, value, comment),
  };
}

/** A block scalar's content ends at the start of the next line: that break is put back by not taking it. */
function keepBreak(text: string, end: number, from: number): number {
  return end > from ? trimBreak(text, end) : end;
}

function trimBreak(text: string, end: number): number {
  let at = end;
  if (text[at - 1] === "\n") at--;
  if (text[at - 1] === "\r") at--;
  return at;
}

function spell(
  document: Document.Parsed,
  text: string,
  column: number,
  value: YamlValue,
  comment: string,
): string {
  const behind = comment ? ` ${comment}` : "";
  if (fitsOnKeyLine(value)) return ` ${renderInline(value)}${behind}`;
  const step = indentStep(document, text);
  const eol = lineBreak(text);
  const pad = column + step;
  const block = indentLines(renderBlock(value, step), pad, eol);
  return `${behind}${eol}${" ".repeat(pad)}${block}`;
}

/** The comment between the colon and the end of the key's line, when it belongs to neither old nor new value. */
function commentOnKeyLine(
  text: string,
  pair: Pair,
  colonEnd: number,
  contentEnd: number,
  firstLineEnd: number,
): string {
  const old = pair.value;
  const onLine = isScalar(old) || contentEnd <= firstLineEnd;
  const block = isScalar(old) && (old.type === "BLOCK_LITERAL" || old.type === "BLOCK_FOLDED");
  const from = onLine && !block ? contentEnd : colonEnd;
  if (from >= firstLineEnd) return "";
  const rest = text.slice(from, firstLineEnd).trim();
  return rest.startsWith("#") ? rest : "";
}

function isOnKeyLine(scalar: Scalar, text: string, colonEnd: number): boolean {
  const range = scalar.range;
  if (!range || range[1] <= range[0]) return false;
  const block = scalar.type === "BLOCK_LITERAL" || scalar.type === "BLOCK_FOLDED";
  return !block && !text.slice(colonEnd, range[1]).includes("\n");
}

/** A text that was quoted stays quoted the same way. */
function likeBefore(old: Scalar, value: YamlValue): string {
  if (typeof value !== "string" || /[\n\r]/.test(value)) return renderInline(value);
  if (old.type === Scalar.QUOTE_DOUBLE) return JSON.stringify(value);
  if (old.type === Scalar.QUOTE_SINGLE) return `'${value.replaceAll("'", "''")}'`;
  return renderInline(value);
}

function indentLines(block: string, column: number, eol: string): string {
  const pad = " ".repeat(column);
  return block
    .split("\n")
    .map((line, i) => (i === 0 || line === "" ? line : pad + line))
    .join(eol);
}

/** Takes a pair out: its lines in a block, its text and one comma between braces. */
export function deletePair(text: string, map: YAMLMap, pair: Pair): TextEdit | undefined {
  const source = sourcePair(pair, text);
  if (!source) return undefined;
  if (map.flow) return deleteFromFlow(text, map, pair, source);
  const column = columnOf(text, source.keyStart);
  const lineStart = source.keyStart - column;
  // `- key: value` shares its line with the dash.
  if (text.slice(lineStart, source.keyStart).trim() !== "") return undefined;
  const end = skipDeeperComments(text, lineEnd(text, source.contentEnd), column);
  return { from: lineStart, to: end, text: "" };
}

function deleteFromFlow(
  text: string,
  map: YAMLMap,
  pair: Pair,
  source: SourcePair,
): TextEdit | undefined {
  const index = map.items.indexOf(pair);
  const previous = map.items[index - 1];
  const next = map.items[index + 1];
  if (next) {
    const following = sourcePair(next, text);
    return following && { from: source.keyStart, to: following.keyStart, text: "" };
  }
  const before = previous && sourcePair(previous, text);
  if (before) return { from: before.contentEnd, to: source.contentEnd, text: "" };
  return { from: source.keyStart, to: source.contentEnd, text: "" };
}
