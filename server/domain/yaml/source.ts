import { type Document, type Node, type Pair, isCollection, isMap, isPair, isScalar } from "yaml";

/** A pair of a mapping with the offsets an editor needs. */
export interface SourcePair {
  pair: Pair;
  keyStart: number;
  /** Just after the colon; null for keys without one (`{a, b}`) and explicit `? key`. */
  colonEnd: number | null;
  /** Just after the last character of the value; of the colon when there is no value. */
  contentEnd: number;
}

interface Token {
  type: string;
  offset: number;
  source: string;
}

/** The source places of a pair; undefined for spellings the editor leaves alone. */
export function sourcePair(pair: Pair, text: string): SourcePair | undefined {
  if (!isScalar(pair.key) || !pair.key.range) return undefined;
  const tokens = (pair.srcToken as { sep?: Token[]; start?: Token[] } | undefined) ?? {};
  if (tokens.start?.some((token) => token.type === "explicit-key-ind")) return undefined;
  const colon = tokens.sep?.find((token) => token.type === "map-value-ind");
  const colonEnd = colon ? colon.offset + 1 : null;
  const fallback = colonEnd ?? pair.key.range[1];
  return {
    pair,
    keyStart: pair.key.range[0],
    colonEnd,
    contentEnd: contentEnd(pair.value, text, fallback),
  };
}

/** Just after the last character of a node, without comments and blank lines behind it. */
export function contentEnd(node: unknown, text: string, fallback: number): number {
  if (isCollection(node) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    if (isPair(last)) return sourcePair(last, text)?.contentEnd ?? rangeEnd(node, fallback);
    return contentEnd(last, text, rangeEnd(node, fallback));
  }
  if (isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED")) {
    const [from, to] = node.range ?? [fallback, fallback];
    const source = text.slice(from, to);
    // With "keep" (`|+`) the blank lines at the end are content.
    if (/^[|>]\d?\+/.test(source)) return to;
    return from + source.trimEnd().length;
  }
  return rangeEnd(node, fallback);
}

function rangeEnd(node: unknown, fallback: number): number {
  const range = (node as Node | null | undefined)?.range;
  return range ? Math.max(range[1], fallback) : fallback;
}

/** The own pair of a block or flow mapping by key. */
export function findPair(node: unknown, key: string | number): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

/** The column of an offset, counted in characters from 0. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf("\n", offset - 1) + 1);
}

/** The offset after the line that holds this offset; an offset at the start of a line stays. */
export function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const next = text.indexOf("\n", offset);
  return next === -1 ? text.length : next + 1;
}

/** Skips comment lines deeper than the column (they belong to the block above) and blanks before them. */
export function skipDeeperComments(text: string, from: number, column: number): number {
  let end = from;
  for (let at = from; at < text.length;) {
    const next = lineEnd(text, at + (text[at] === "\n" ? 0 : 1));
    const stop = text[at] === "\n" ? at + 1 : next;
    const line = text.slice(at, stop);
    const comment = /^[ \t]*#/.test(line);
    if (!comment && line.trim() !== "") break;
    if (comment) {
      if (line.search(/\S/) <= column) break;
      end = stop;
    }
    at = stop;
  }
  return end;
}

/** The line break the text uses. */
export function lineBreak(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** How many blanks one level has in this document. */
export function indentStep(document: Document.Parsed, text: string): number {
  const root: unknown = document.contents;
  if (!isMap(root)) return 2;
  for (const { value } of root.items) {
    const child: unknown = isMap(value) && !value.flow ? value.items[0] : undefined;
    if (isPair(child) && isScalar(child.key) && child.key.range) {
      const column = columnOf(text, child.key.range[0]);
      if (column > 0 && column <= 8) return column;
    }
  }
  return 2;
}
