import type { YamlPath } from "@/server/domain/yaml/types";

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
export function placeAt(text: string, line: number, column: number): CursorPlace {
  const lines = text.split(/\r?\n/);
  const current = lines[line - 1] ?? "";
  const match = keyLine.exec(current);
  const indent = match ? (match[1]?.length ?? 0) : current.slice(0, column - 1).search(/\S|$/);
  const colon = match
    ? current.indexOf(":", (match[1]?.length ?? 0) + (match[2]?.length ?? 0))
    : -1;
  return {
    parents: parentsOf(lines, line - 1, indent),
    key: match?.[2] === undefined ? null : unquoted(match[2]),
    inValue: colon !== -1 && column - 1 > colon,
    value: (match?.[3] ?? "").replace(/(?:^|\s)#.*$/, "").trim(),
  };
}

/** Keys of the lines above that stand further left, nearest first turned to root first. */
function parentsOf(lines: readonly string[], from: number, indent: number): string[] {
  const path: string[] = [];
  let limit = indent;
  for (let at = from - 1; at >= 0 && limit > 0; at--) {
    const line = lines[at] ?? "";
    if (/^\s*(#|$)/.test(line)) continue;
    const match = keyLine.exec(line);
    const column = match ? (match[1]?.length ?? 0) : line.search(/\S/);
    if (column >= limit) continue;
    if (match?.[2] !== undefined) path.unshift(unquoted(match[2]));
    limit = column;
  }
  return path;
}

function unquoted(key: string): string {
  return /^["'].*["']$/.test(key) ? key.slice(1, -1) : key.trim();
}
