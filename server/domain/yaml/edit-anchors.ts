import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  visit,
  type YAMLMap,
} from "yaml";
import { parseDocuments } from "./parse";
import { renderBlock, renderInline } from "./render";
import { columnOf, contentEnd, findPair, lineBreak, lineEnd, sourcePair } from "./source";
import type { TextEdit } from "./text-edits";
import type { YamlPath, YamlValue } from "./types";

/**
 * A step towards a place that can be changed without changing others: an alias or a merge key on the way
 * is written out, an anchor that others use moves to the first of them. Empty when no step is left.
 */
export function detachStep(text: string, path: YamlPath): TextEdit[] {
  const document = parseDocuments(text)[0];
  if (!document) return [];
  const tree = new Tree(text, document);
  let node: unknown = document.contents;
  let definedBehind = 0;
  for (let depth = 0; ; depth++) {
    if (isAlias(node)) return tree.writeOut(node, "");
    if (isAnchored(node)) {
      const edits = tree.moveAnchor(node, definedBehind);
      if (edits.length > 0) return edits;
    }
    const key = path[depth];
    if (key === undefined || !isMap(node)) return [];
    const pair = findPair(node, key);
    if (!pair) return tree.writeOutMerge(node, key);
    definedBehind = sourcePair(pair, text)?.colonEnd ?? 0;
    node = pair.value;
  }
}

type Anchored = Node & { anchor: string; range: [number, number, number] };

function isAnchored(node: unknown): node is Anchored {
  const isNode = isCollection(node) || isScalar(node);
  return isNode && Boolean(node.anchor) && Boolean(node.range);
}

class Tree {
  constructor(
    readonly text: string,
    readonly document: Document.Parsed,
  ) {}

  /** Spells at an alias what it repeats, with all comments. */
  writeOut(alias: Alias, anchor: string): TextEdit[] {
    const source: unknown = alias.resolve(this.document);
    const [from, to] = alias.range ?? [0, 0];
    if (!isAnchored(source) || to === 0) return [];
    const isBlock = isCollection(source) && !source.flow;
    if (!isBlock || this.#isInFlow(alias)) {
      const spelt = isBlock
        ? undefined
        : this.text.slice(source.range[0], contentEnd(source, this.text, 0));
      const inline = spelt?.includes("\n") === false ? spelt : renderInline(this.#dataOf(source));
      return [{ from, to, text: anchor === "" ? inline : `&${anchor} ${inline}` }];
    }
    const column = this.#columnBelow(alias);
    if (column === undefined) return [];
    const eol = lineBreak(this.text);
    const lines = this.#linesOf(source).map((line) =>
      line === "" ? "" : " ".repeat(column) + line,
    );
    const end = lineEnd(this.text, to);
    const at = end - (/\r?\n$/.exec(this.text.slice(to, end))?.[0].length ?? 0);
    const start = from - (/[ \t]*$/.exec(this.text.slice(0, from))?.[0].length ?? 0);
    return [
      { from: start, to, text: anchor === "" ? "" : ` &${anchor}` },
      { from: at, to: at, text: eol + lines.join(eol) },
    ];
  }

  /** The first alias of an anchor spells the part from now on; the others repeat it from there. */
  moveAnchor(source: Anchored, behind: number): TextEdit[] {
    const uses = this.#aliases().filter((alias) => alias.resolve(this.document) === source);
    const [first] = uses;
    const head = this.text.slice(behind, source.range[0]);
    const found = new RegExp(`[ \\t]?&${escaped(source.anchor)}(?=[\\s,\\]}]|$)`).exec(head);
    if (!first || !found) return [];
    const written = this.writeOut(first, uses.length > 1 ? source.anchor : "");
    if (written.length === 0) return [];
    const from = behind + found.index;
    return [{ from, to: from + found[0].length, text: "" }, ...written];
  }

  /** Spells the keys that a merge key brings, when this one is among them. */
  writeOutMerge(map: YAMLMap, key: string | number): TextEdit[] {
    const merge = map.items.find(({ key: own }) => isScalar(own) && own.source === "<<");
    const source = isAlias(merge?.value) ? merge.value.resolve(this.document) : undefined;
    const place = merge && sourcePair(merge, this.text);
    if (!merge || !place || map.flow || !isMap(source) || !findPair(source, key)) return [];
    const column = columnOf(this.text, place.keyStart);
    const eol = lineBreak(this.text);
    const lines = source.items
      .filter((pair) => isScalar(pair.key) && !findPair(map, String(pair.key.value)))
      .flatMap((pair) => this.#pairLines(source, pair))
      .map((line) => (line === "" ? "" : " ".repeat(column) + line));
    const from = place.keyStart - column;
    const end = lineEnd(this.text, place.contentEnd);
    const rest = this.text.slice(place.contentEnd, end).trim();
    const comment = rest.startsWith("#") ? [" ".repeat(column) + rest] : [];
    const written = [...comment, ...lines].join(eol);
    return [{ from, to: end, text: written + (end === place.contentEnd ? "" : eol) }];
  }

  #aliases(): Alias[] {
    const found: Alias[] = [];
    visit(this.document, { Alias: (_key, node) => void found.push(node) });
    return found;
  }

  /** What an alias stands in, the nearest last. */
  #around(alias: Alias): readonly unknown[] {
    let around: readonly unknown[] = [];
    visit(this.document, {
      Alias(_key, node, path) {
        if (node !== alias) return undefined;
        around = path;
        return visit.BREAK;
      },
    });
    return around;
  }

  #isInFlow(alias: Alias): boolean {
    return this.#around(alias).some((node) => isCollection(node) && node.flow === true);
  }

  /** The column for lines below the key or the dash of an alias. */
  #columnBelow(alias: Alias): number | undefined {
    const parent = this.#around(alias).at(-1);
    if (isPair(parent)) {
      const place = sourcePair(parent, this.text);
      return place && columnOf(this.text, place.keyStart) + 2;
    }
    if (!isSeq(parent)) return undefined;
    const dash = this.text.lastIndexOf("-", alias.range?.[0] ?? 0);
    return columnOf(this.text, dash) + 2;
  }

  /** The lines of a block collection, moved to the first column, with the comments above its first key. */
  #linesOf(node: Anchored): string[] {
    const column = columnOf(this.text, node.range[0]);
    const before = this.text.slice(0, node.range[0] - column);
    const lead = /(?:^[ \t]*#[^\n]*\n)*$/m.exec(before)?.[0] ?? "";
    const isOwnLine = this.text.slice(before.length, node.range[0]).trim() === "";
    const from = isOwnLine ? before.length - lead.length : node.range[0];
    const source = this.text.slice(from, contentEnd(node, this.text, node.range[1]));
    const end = lineEnd(this.text, from + source.length);
    const tail = this.text.slice(from + source.length, end).trimEnd();
    return moved(isOwnLine ? source + tail : " ".repeat(column) + source + tail, column);
  }

  /** A pair with the comments above it. */
  #pairLines(map: YAMLMap, pair: Pair): string[] {
    const place = sourcePair(pair, this.text);
    if (map.flow || !place) {
      const key = isScalar(pair.key) ? String(pair.key.value) : "";
      const value = isPair(pair) && pair.value ? this.#dataOf(pair.value as Node) : null;
      return renderBlock({ [key]: value }).split("\n");
    }
    const column = columnOf(this.text, place.keyStart);
    const start = place.keyStart - column;
    const lead = /(?:^[ \t]*#[^\n]*\n)*$/m.exec(this.text.slice(0, start))?.[0] ?? "";
    const end = lineEnd(this.text, place.contentEnd);
    return moved(this.text.slice(start - lead.length, end).trimEnd(), column);
  }

  #dataOf(node: Node): YamlValue {
    const data: YamlValue | undefined = node.toJS(this.document, { maxAliasCount: -1 });
    return data ?? null;
  }
}

function moved(lines: string, column: number): string[] {
  return lines
    .split(/\r?\n/)
    .map((line) => (line.slice(0, column).trim() === "" ? line.slice(column) : line.trimStart()));
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
