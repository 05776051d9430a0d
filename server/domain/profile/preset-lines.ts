import { isCollection, isPair, isScalar } from "yaml";
import type { OutlinePair } from "@/server/domain/yaml/outline";
import { parseDocuments, parseYaml } from "@/server/domain/yaml/parse";
import { renderInline } from "@/server/domain/yaml/render";
import { findPair, lineBreak, skipDeeperComments } from "@/server/domain/yaml/source";
import type { TextEdit } from "@/server/domain/yaml/text-edits";
import type { YamlValue } from "@/server/domain/yaml/types";

/** Whole lines replaced by others: both ends stand at the start of a line or at the end of the text. */
export interface LineEdit {
  from: number;
  to: number;
  /** Each line with its break. */
  lines: string;
}

/**
 * The edits in order. A text that ends without a line break ends so afterwards too; when its last lines
 * only go, the break before them goes with them if it `came` with them.
 */
export function toTextEdits(
  text: string,
  lineEdits: readonly LineEdit[],
  breakBefore: "came" | "stood" = "stood",
): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const { from, to, lines } of [...lineEdits].sort((a, b) => a.from - b.from)) {
    const last = edits.at(-1);
    if (last && from <= last.to) {
      last.to = Math.max(last.to, to);
      last.text += lines;
    } else edits.push({ from, to, text: lines });
  }
  const last = edits.at(-1);
  if (last && last.to === text.length && text !== "" && !text.endsWith("\n")) {
    edits[edits.length - 1] = atOpenEnd(text, last, breakBefore === "came");
  }
  return edits;
}

function atOpenEnd(text: string, { from, to, text: lines }: TextEdit, closesUp: boolean): TextEdit {
  const body = lines.replace(/\r?\n$/, "");
  if (from === text.length) return { from, to, text: `${lineBreak(text)}${body}` };
  if (body !== "" || !closesUp) return { from, to, text: body };
  return { from: text.slice(0, from).replace(/\r?\n$/, "").length, to, text: "" };
}

/** The lines of a pair, without the last line break. */
export function linesOf(text: string, pair: OutlinePair): string {
  return text.slice(pair.start, pair.end);
}

/** Where the next line begins behind a pair. */
export function nextLine(text: string, pair: OutlinePair): number {
  const feed = text.indexOf("\n", pair.end);
  return feed === -1 ? text.length : feed + 1;
}

/** Where the next line begins behind a pair and the comments below that belong to it. */
export function behind(text: string, pair: OutlinePair): number {
  return skipDeeperComments(text, nextLine(text, pair), pair.column);
}

/** Replaces a pair's lines and keeps its own line break. */
export function replaceLines(text: string, pair: OutlinePair, lines: string): LineEdit {
  const to = nextLine(text, pair);
  const eol = text.slice(pair.end, to) || lineBreak(text);
  return { from: pair.start, to, lines: lines + eol };
}

/** The value of a pair read from its own lines; undefined when they cannot be read without the rest. */
export function valueOf(text: string, pair: OutlinePair): YamlValue | undefined {
  return valueIn(linesOf(text, pair));
}

/** The value of the one key in these lines. */
export function valueIn(lines: string): YamlValue | undefined {
  const parsed = parseYaml(lines);
  if (!parsed.ok || parsed.data === null || typeof parsed.data !== "object") return undefined;
  const values = Object.values(parsed.data);
  return values.length === 1 ? values[0] : undefined;
}

/** True when other places may repeat a part of these lines. */
export function hasAnchor(lines: string): boolean {
  return /(?:^|[\s,[{])&[^\s&|]/.test(lines);
}

/** The pair's key with the value that another pair has, in its column; the comment behind the key stays. */
export function respell(text: string, pair: OutlinePair, from: string, other: OutlinePair): string {
  const eol = lineBreak(text);
  const [, ...rest] = movedLines(from, other, pair.column, eol).split(eol);
  const own = splitHead(text, pair);
  const { value, comment } = splitHead(from, other);
  return [
    text.slice(pair.start, pair.valueStart) + spaced(value) + (own.comment || comment),
    ...rest,
  ].join(eol);
}

/**
 * Lines that end in a block of text, in quotes instead when the lines behind would become a part of it:
 * comments that are deeper than the key, blank lines that the block keeps.
 */
export function closedLines(lines: string, behindThem: string, column: number): string {
  const [blanks = "", indent = "", sign] =
    /^((?:[ \t]*\r?\n)*)([ ]*)(\S)?/.exec(behindThem)?.slice(1) ?? [];
  const isComment = sign === "#" && indent.length > column;
  if (!isComment && blanks === "") return lines;
  let last: unknown = parseDocuments(lines)[0]?.contents;
  for (;;) {
    const item: unknown = isCollection(last) ? last.items.at(-1) : undefined;
    if (item === undefined) break;
    last = isPair(item) ? item.value : item;
  }
  if (!isScalar(last) || !last.range || !last.type?.startsWith("BLOCK_")) return lines;
  const source = lines.slice(last.range[0]);
  if (!isComment && !/^[|>]\d?\+/.test(source)) return lines;
  return lines.slice(0, last.range[0]) + renderInline(String(last.value));
}

/** The pair's key with an empty mapping. */
export function emptied(text: string, pair: OutlinePair): string {
  return `${text.slice(pair.start, pair.valueStart)} {}${splitHead(text, pair).comment}`;
}

/** The lines of a pair, moved to a column. */
export function movedLines(text: string, pair: OutlinePair, column: number, eol: string): string {
  return movedText(linesOf(text, pair), column - pair.column, eol);
}

/** Lines moved to the right (or, less than zero, to the left). */
export function movedText(lines: string, by: number, eol: string): string {
  return lines
    .split(/\r?\n/)
    .map((line) => (line.trim() === "" ? line : by >= 0 ? " ".repeat(by) + line : line.slice(-by)))
    .join(eol);
}

function spaced(value: string): string {
  return value === "" ? "" : ` ${value}`;
}

/** What stands on the key's line: the value, and the comment with the blanks before it. */
function splitHead(text: string, pair: OutlinePair): { value: string; comment: string } {
  const head = text.slice(pair.valueStart, headEnd(text, pair));
  const open = /^(\s*(?:[&!]\S*\s+)*[|>][-+0-9]*)(\s+#.*)?$/.exec(head);
  if (open) return { value: (open[1] ?? "").trim(), comment: open[2] ?? "" };
  if (/^\s*(?:#|$)/.test(head)) return { value: "", comment: head.trimEnd() };
  const line = `k:${head}`;
  const document = parseDocuments(line)[0];
  const node = findPair(document?.contents, "k")?.value as { range?: number[] | null } | undefined;
  const end = node?.range?.[1];
  if (!end || document?.errors.length) return { value: head.trim(), comment: "" };
  return { value: line.slice(2, end).trim(), comment: line.slice(end).trimEnd() };
}

function headEnd(text: string, pair: OutlinePair): number {
  const feed = text.indexOf("\n", pair.valueStart);
  const end = feed === -1 ? text.length : feed;
  return text[end - 1] === "\r" ? end - 1 : end;
}
