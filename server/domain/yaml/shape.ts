import { clip } from "@/server/domain/agent/text";
import { isStorable, notStorable } from "@/server/domain/text/storable";
import { type Document, type Node, isAlias, isCollection, isPair, isScalar } from "yaml";
import type { Problem, TextRange } from "./types";

/** Far above any real values or object, far below what exhausts a stack further on. */
const maxDepth = 200;
const maxAliases = 1000;
/** What a document may become when its aliases are written out. */
const maxExpandedCharacters = 4 * 1024 * 1024;

type RangeAt = (from: number, to: number) => TextRange;

/** A part of a document with its aliases written out. */
interface Extent {
  characters: number;
  depth: number;
}

class ShapeFault extends Error {
  constructor(
    readonly range: Node["range"],
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * What keeps a document that parses from being used: aliases that lead nowhere or multiply, nesting
 * without end, characters and numbers that JSON and the database cannot hold. One pass over the nodes.
 */
export function shapeProblem(document: Document.Parsed, rangeAt: RangeAt): Problem | undefined {
  try {
    new Walk().measure(document.contents, 0);
    return undefined;
  } catch (error) {
    if (!(error instanceof ShapeFault)) throw error;
    const [from, to] = error.range ?? [0, 0];
    const { message, reason } = error;
    return { ...rangeAt(from, to), message, reason, severity: "error" };
  }
}

class Walk {
  /** By name; null while the anchored part is still being read. */
  readonly #anchors = new Map<string, Extent | null>();
  #aliases = 0;

  measure(node: unknown, depth: number): Extent {
    if (isPair(node)) return sum([this.measure(node.key, depth), this.measure(node.value, depth)]);
    if (isAlias(node)) return this.#alias(node.source, node.range, depth);
    if (isScalar(node)) return this.#anchored(node, () => scalarExtent(node.value, node.range));
    if (!isCollection(node)) return { characters: 0, depth: 0 };
    refuseDepth(depth + 1, node.range);
    return this.#anchored(node, () => {
      const { characters, depth: inner } = sum(
        node.items.map((item) => this.measure(item, depth + 1)),
      );
      return { characters: characters + 1, depth: inner + 1 };
    });
  }

  #anchored(node: { anchor?: string }, read: () => Extent): Extent {
    const { anchor } = node;
    if (anchor === undefined) return read();
    this.#anchors.set(anchor, null);
    const extent = read();
    // A part inside may have taken the name over; aliases mean the last one before them.
    if (this.#anchors.get(anchor) === null) this.#anchors.set(anchor, extent);
    return extent;
  }

  #alias(name: string, range: Node["range"], depth: number): Extent {
    this.#aliases += 1;
    if (this.#aliases > maxAliases) {
      throw new ShapeFault(
        range,
        "too many aliases",
        `There are more than ${maxAliases} aliases; write the parts out.`,
      );
    }
    const extent = this.#anchors.get(name);
    if (extent) {
      refuseDepth(depth + extent.depth, range);
      this.#refuseGrowth(extent, range);
      return extent;
    }
    const shown = clip(name, 60);
    const message =
      extent === null
        ? `The alias *${shown} stands inside the part that it repeats.`
        : `There is no anchor &${shown} before this alias.`;
    throw new ShapeFault(range, "an alias that leads nowhere", message);
  }

  #expanded = 0;

  #refuseGrowth(extent: Extent, range: Node["range"]): void {
    this.#expanded += extent.characters;
    if (this.#expanded <= maxExpandedCharacters) return;
    const message = "The aliases expand to more than 4 MiB; write the repeated part out.";
    throw new ShapeFault(range, "aliases that expand too far", message);
  }
}

function sum(extents: readonly Extent[]): Extent {
  const total = { characters: 0, depth: 0 };
  for (const { characters, depth } of extents) {
    total.characters += characters;
    total.depth = Math.max(total.depth, depth);
  }
  return total;
}

function scalarExtent(value: unknown, range: Node["range"]): Extent {
  if (typeof value === "string" && !isStorable(value)) {
    throw new ShapeFault(range, "a character that cannot be stored", notStorable);
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    const message = "JSON, in which values travel, has no such number; put quotes around it.";
    throw new ShapeFault(range, "a number that JSON does not have", message);
  }
  const [from, to] = range ?? [0, 0];
  return { characters: to - from + 1, depth: 0 };
}

function refuseDepth(depth: number, range: Node["range"]): void {
  if (depth <= maxDepth) return;
  throw new ShapeFault(
    range,
    "nested too deeply",
    `The YAML is nested more than ${maxDepth} levels deep.`,
  );
}
