import type { YamlPath } from "@/server/domain/yaml/types";

/** A text by lines, which count from 1. */
export interface Lines {
  count: number;
  at(line: number): string;
}

/** The lines of a text that is at hand as a whole. */
export function linesOf(text: string): Lines {
  const all = text.split(/\r?\n/);
  return { count: all.length, at: (line) => all[line - 1] ?? "" };
}

/** Where the cursor is in a YAML text: the keys around it, and what is being written on its line. */
export interface CursorPlace {
  /** Keys from the root to the block the line stands in. */
  parents: YamlPath;
  /** The key of the line, when the line has one with a colon. */
  key: string | null;
  /** The cursor is behind the colon. */
  inValue: boolean;
  /** Text of the value on the line, without a comment. */
  value: string;
}

const keyLine = /^(\s*(?:- +)*)("[^"]*"|'[^']*'|[^\s#:"'][^:#]*?)\s*:(?:\s+(.*))?$/;

/**
 * Reads the place from the indentation alone, so that it works while the text is being typed and does
 * not parse. `line` and `column` count from 1. Lists count as steps without an index.
 */
export function placeAt(lines: Lines, line: number, column: number): CursorPlace {
  const current = lines.at(line);
  const match = keyLine.exec(current);
  const indent = indentAt(current, column);
  const colon = match
    ? current.indexOf(":", (match[1]?.length ?? 0) + (match[2]?.length ?? 0))
    : -1;
  return {
    parents: parentsOf(lines, line, indent),
    key: match?.[2] === undefined ? null : unquoted(match[2]),
    inValue: colon !== -1 && column - 1 > colon,
    value: (match?.[3] ?? "").replace(/(?:^|\s)#.*$/, "").trim(),
  };
}

/** Keys of the lines above that stand further left, nearest first turned to root first. */
function parentsOf(lines: Lines, from: number, indent: number): string[] {
  const path: string[] = [];
  let limit = indent;
  for (let at = from - 1; at > 0 && limit > 0; at--) {
    const line = lines.at(at);
    if (isBlank(line)) continue;
    const match = keyLine.exec(line);
    const column = columnOf(line);
    if (column >= limit) continue;
    if (match?.[2] !== undefined) path.unshift(unquoted(match[2]));
    limit = column;
  }
  return path;
}

function unquoted(key: string): string {
  return /^["'].*["']$/.test(key) ? key.slice(1, -1) : key.trim();
}

/** Blocks longer than this have no end as far as proposals are concerned. */
const maxWalk = 5000;

/** Keys that the block at the cursor has on its other lines. */
export function keysBeside(lines: Lines, line: number, column: number): string[] {
  const indent = indentAt(lines.at(line), column);
  return [...walk(lines, line, indent, -1), ...walk(lines, line, indent, 1)];
}

function walk(lines: Lines, from: number, indent: number, step: 1 | -1): string[] {
  const keys: string[] = [];
  const [first, last] = [Math.max(1, from - maxWalk), Math.min(lines.count, from + maxWalk)];
  for (let at = from + step; at >= first && at <= last; at += step) {
    const line = lines.at(at);
    if (isBlank(line)) continue;
    const column = columnOf(line);
    if (column < indent) break;
    const key = column === indent ? keyLine.exec(line)?.[2] : undefined;
    if (key !== undefined) keys.push(unquoted(key));
  }
  return keys;
}

const isBlank = (line: string) => /^\s*(#|$)/.test(line);

/** Where the key of a line begins, behind the dashes of a list; else its first letter. */
function columnOf(line: string): number {
  return keyLine.exec(line)?.[1]?.length ?? line.search(/\S/);
}

/** The same for the line that is being written, which may be empty so far. */
function indentAt(line: string, column: number): number {
  return keyLine.exec(line)?.[1]?.length ?? line.slice(0, column - 1).search(/\S|$/);
}
