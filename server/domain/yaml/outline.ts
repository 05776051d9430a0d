/** A key of a block mapping by its lines; what stands in lists and between braces is not looked into. */
export interface OutlinePair {
  key: string;
  column: number;
  /** Where its first line begins. */
  start: number;
  /** Just behind the colon. */
  valueStart: number;
  /** What stands behind the colon on the key's line. */
  head: string;
  /** The end of its last line of content, without the line break; comments below are not its own. */
  end: number;
  children: OutlinePair[];
}

interface Line {
  from: number;
  /** Where the text of the line begins. */
  at: number;
  /** Without the line break. */
  to: number;
}

interface BlockScalar {
  /** The column that its content must be deeper than. */
  parent: number;
  column: number | null;
  /** True when blank lines at its end are content (`|+`). */
  keeps: boolean;
}

/**
 * The block mappings of one document by their lines: a hundred times cheaper than parsing, for finding the
 * few lines that have to be parsed. Undefined for rare spellings: more documents, `? key`, tabs, no mapping.
 */
export function outline(text: string): OutlinePair | undefined {
  return new Reader(text).read();
}

/** The pair at a path, as far as it stands in block mappings. */
export function findOutline(
  root: OutlinePair,
  path: readonly (string | number)[],
): OutlinePair | undefined {
  let here: OutlinePair | undefined = root;
  for (const key of path) here = here?.children.find((child) => child.key === String(key));
  return here;
}

const properties = /^(?:[&!]\S*\s*)+(?:#.*)?$/;
const scalarHeader = /(?:^|[:\-\s]\s)(?:[&!]\S*\s+)*[|>]([-+0-9]*)[ \t]*(?:\s#.*)?$/;

class Reader {
  readonly #root: OutlinePair;
  /** The open pairs, the innermost last. */
  readonly #open: OutlinePair[];
  /** True when the innermost pair holds something that is no block mapping. */
  #opaque = false;
  #scalar: BlockScalar | null = null;

  constructor(readonly text: string) {
    const end = text.length;
    // A byte order mark is no part of the first key.
    const start = text.startsWith("\ufeff") ? 1 : 0;
    this.#root = { key: "", column: -1, start, valueStart: start, head: "", end, children: [] };
    this.#open = [this.#root];
  }

  read(): OutlinePair | undefined {
    const { text } = this;
    for (let from = this.#root.start; from < text.length;) {
      const feed = text.indexOf("\n", from);
      const next = feed === -1 ? text.length : feed + 1;
      let to = feed === -1 ? next : feed;
      if (text[to - 1] === "\r" && to > from) to--;
      let at = from;
      while (at < to && text[at] === " ") at++;
      if (!this.#take({ from, at, to })) return undefined;
      from = next;
    }
    return this.#root;
  }

  /** False: a spelling that is not read here. */
  #take(line: Line): boolean {
    const { text } = this;
    const column = line.at - line.from;
    if (line.at === line.to) {
      if (this.#scalar?.keeps) this.#lengthen(line);
      return true;
    }
    if (this.#isInScalar(line, column)) return true;
    const sign = text[line.at] ?? "";
    if (sign === "#") return true;
    if (sign === "\t") return text.slice(line.at, line.to).trim() === "";
    if (column === 0 && /^(?:---|\.\.\.|%)/.test(text.slice(line.at, line.at + 3))) {
      const isStart = text.slice(line.at, line.to).trimEnd() === "---";
      return isStart && this.#root.children.length === 0;
    }
    while (column < this.#top.column) this.#close();
    if (column > this.#top.column) return this.#inside(line, column);
    if (/^(?:-(?:\s|$)|[\]}])/.test(text.slice(line.at, Math.min(line.to, line.at + 2)))) {
      this.#opaque = true;
      this.#extend(line);
      return true;
    }
    this.#close();
    return this.#pair(line, column);
  }

  /** A line deeper than the innermost key. */
  #inside(line: Line, column: number): boolean {
    if (this.#opaque) {
      this.#extend(line);
      return true;
    }
    const sibling = this.#top.children[0];
    if (sibling && sibling.column !== column) return false;
    if (this.#pair(line, column)) return true;
    if (this.#open.length === 1 || sibling) return false;
    this.#opaque = true;
    this.#extend(line);
    return true;
  }

  get #top(): OutlinePair {
    return this.#open.at(-1) ?? this.#root;
  }

  #close(): void {
    if (this.#open.length > 1) this.#open.pop();
    this.#opaque = false;
  }

  #extend(line: Line): void {
    this.#lengthen(line);
    const source = this.text.slice(line.at, line.to);
    const header = /[|>]/.test(source) ? scalarHeader.exec(source) : null;
    if (!header) return;
    const dashes = /^(?:- +)*/.exec(source)?.[0].length ?? 0;
    const isItem = /^[|>&!]/.test(source.slice(dashes));
    const parent = line.at - line.from + (isItem ? source.lastIndexOf("- ", dashes) : dashes);
    const keeps = header[1]?.includes("+") ?? false;
    const given = /[1-9]/.exec(header[1] ?? "")?.[0];
    this.#scalar = { parent, column: given ? parent + Number(given) : null, keeps };
  }

  #lengthen(line: Line): void {
    for (const pair of this.#open) if (pair !== this.#root) pair.end = line.to;
  }

  #isInScalar(line: Line, column: number): boolean {
    const scalar = this.#scalar;
    if (!scalar) return false;
    if (scalar.column === null && column > scalar.parent) scalar.column = column;
    if (scalar.column !== null && column >= scalar.column) {
      this.#lengthen(line);
      return true;
    }
    this.#scalar = null;
    return false;
  }

  #pair(line: Line, column: number): boolean {
    const found = keyOf(this.text, line);
    if (!found) return false;
    const head = this.text.slice(found.valueStart, line.to).trim();
    const pair: OutlinePair = {
      ...found,
      column,
      start: line.from,
      head,
      end: line.to,
      children: [],
    };
    this.#top.children.push(pair);
    this.#open.push(pair);
    this.#opaque = head !== "" && !head.startsWith("#") && !properties.test(head);
    this.#extend(line);
    return true;
  }
}

/** The key at the start of a line, or undefined when there is none that can be read by itself. */
function keyOf(text: string, line: Line): { key: string; valueStart: number } | undefined {
  const source = text.slice(line.at, line.to);
  const quoted = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')\s*:(?=\s|$)/.exec(source);
  if (quoted) {
    const key = quoted[1] === undefined ? quoted[2]?.replaceAll("''", "'") : unquoted(quoted[1]);
    return key === undefined ? undefined : { key, valueStart: line.at + quoted[0].length };
  }
  const plain = /^(?![-?:](?:\s|$))[^\s"'#&*!|>%@`,[\]{}](?:(?!\s#).)*?(?=\s*:(?:\s|$))/.exec(
    source,
  );
  if (!plain) return undefined;
  const colon = source.indexOf(":", plain[0].length);
  return { key: plain[0], valueStart: line.at + colon + 1 };
}

function unquoted(inner: string): string | undefined {
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return undefined;
  }
}
