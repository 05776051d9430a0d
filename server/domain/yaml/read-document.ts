import {
  type Document,
  type Node,
  Scalar,
  type YAMLMap,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
} from "yaml";
import { clip } from "@/server/domain/agent/text";
import { isStorable, notStorable } from "@/server/domain/text/storable";
import { isMap as isData, put } from "./data";
import type { ScalarValue } from "./go-scalar";
import { goTagged, TagFault } from "./go-tag";
import { maxAliases, maxDepth, maxExpandedCharacters } from "./limits";
import { macroOpening } from "./macro-opening";
import { maxProblems } from "./problems";
import { readKey } from "./read-key";
import type { Problem, TextRange, YamlMap, YamlValue } from "./types";

/** Replaces a text while the data is built; `plain` = it stood without quotes. */
export type ScalarTransform = (text: string, plain: boolean, range: () => TextRange) => YamlValue;

/** How a document is read. */
export interface ReadSettings {
  text: string;
  rangeAt(from: number, to: number): TextRange;
  transform: ScalarTransform | undefined;
  /** What a machine rendered is read as Go reads it: of a key that stands twice the last counts. */
  lenient: boolean;
}

type Range = Node["range"];

/** What keeps the whole document from being used. */
class Fault extends Error {
  constructor(
    readonly range: Range,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** An anchored part: its data, and its size and depth with its aliases written out. */
interface Anchored {
  value: YamlValue;
  characters: number;
  depth: number;
}

/** The data of a document that parsed, read as Go reads it, in one pass over its nodes; or its problems. */
export function readNodes(
  document: Document.Parsed,
  settings: ReadSettings,
): { data: YamlValue; problems: Problem[] } {
  const reader = new Reader(settings);
  try {
    const data = reader.read(document.contents, 0);
    return { data, problems: reader.problems };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { data: null, problems: [reader.problem(error.range, error.reason, error.message)] };
  }
}

class Reader {
  readonly problems: Problem[] = [];
  /** By name; null while the anchored part is still being read. */
  readonly #anchors = new Map<string, Anchored | null>();
  #aliases = 0;
  #expanded = 0;
  #characters = 0;
  #deepest = 0;

  constructor(readonly settings: ReadSettings) {}

  problem(range: Range, reason: string, message: string): Problem {
    const [from, to] = range ?? [0, 0];
    return { ...this.settings.rangeAt(from, to), message, reason, severity: "error" };
  }

  read(node: unknown, depth: number): YamlValue {
    if (isAlias(node)) return this.#alias(node.source, node.range, depth).value;
    if (!isScalar(node) && !isCollection(node)) return null;
    if (node.anchor === undefined) return this.#content(node, depth);
    return this.#anchored(node.anchor, node, depth);
  }

  #content(node: Node, depth: number): YamlValue {
    if (isScalar(node)) return this.#text(node);
    this.#enter(depth + 1, node.range);
    if (isSeq(node)) return node.items.map((item) => this.read(item, depth + 1));
    if (!isMap(node)) return null;
    const macro = this.#unquotedMacro(node);
    return macro ? this.#text(macro) : this.#map(node, depth + 1);
  }

  #anchored(name: string, node: Node, depth: number): YamlValue {
    if (!/^[\w-]+$/.test(name)) {
      throw new Fault(
        node.range,
        "a bad anchor name",
        "Anchors have letters, digits, - and _ only.",
      );
    }
    this.#anchors.set(name, null);
    const [characters, deepest] = [this.#characters, this.#deepest];
    this.#deepest = depth;
    const value = this.#content(node, depth);
    const extent = { characters: this.#characters - characters, depth: this.#deepest - depth };
    this.#deepest = Math.max(deepest, this.#deepest);
    // A part inside may have taken the name over; aliases mean the last one before them.
    if (this.#anchors.get(name) === null) this.#anchors.set(name, { value, ...extent });
    return value;
  }

  #alias(name: string, range: Range, depth: number): Anchored {
    this.#aliases += 1;
    if (this.#aliases > maxAliases) {
      const message = `There are more than ${maxAliases} aliases; write the parts out.`;
      throw new Fault(range, "too many aliases", message);
    }
    const part = this.#anchors.get(name);
    if (!part) {
      const shown = clip(name, 60);
      const message =
        part === null
          ? `The alias *${shown} stands inside the part that it repeats.`
          : `There is no anchor &${shown} before this alias; put quotes around text that starts with *.`;
      throw new Fault(range, "an alias that leads nowhere", message);
    }
    this.#enter(depth + part.depth, range);
    this.#characters += part.characters;
    this.#expanded += part.characters;
    if (this.#expanded <= maxExpandedCharacters) return part;
    const message = "The aliases expand to more than 4 MiB; write the repeated part out.";
    throw new Fault(range, "aliases that expand too far", message);
  }

  #enter(depth: number, range: Range): void {
    this.#characters += 1;
    this.#deepest = Math.max(this.#deepest, depth);
    if (depth <= maxDepth) return;
    const message = `The YAML is nested more than ${maxDepth} levels deep.`;
    throw new Fault(range, "nested too deeply", message);
  }

  #text(node: Scalar): YamlValue {
    const value = this.#scalar(node);
    const { transform } = this.settings;
    if (typeof value !== "string" || !transform) return value;
    return transform(value, node.type === Scalar.PLAIN, () => this.#rangeOf(node));
  }

  #scalar(node: Scalar): ScalarValue {
    const { range, source = "" } = node;
    this.#characters += range ? range[1] - range[0] + 1 : 1;
    const value =
      node.tag === undefined ? (node.value as ScalarValue) : this.#tagged(node.tag, node);
    if (typeof value === "string" && node.type !== Scalar.PLAIN && !isStorable(value)) {
      throw new Fault(range, "a character that cannot be stored", notStorable);
    }
    if (typeof value === "number" && !Number.isFinite(value)) {
      const message = `JSON, in which values travel, has no number ${clip(source, 20)}; put quotes around it.`;
      throw new Fault(range, "a number that JSON does not have", message);
    }
    return value;
  }

  #tagged(tag: string, { source = "", range }: Scalar): ScalarValue {
    try {
      return goTagged(tag, source);
    } catch (error) {
      if (!(error instanceof TagFault)) throw error;
      throw new Fault(range, "a value that does not fit its tag", clip(error.message, 300));
    }
  }

  /** `key: {{ .lamina.x }}` without quotes is, to YAML, a map in a map; read as the text it was meant to be. */
  #unquotedMacro(node: YAMLMap): Scalar | undefined {
    if (!node.flow || !node.range) return undefined;
    const source = this.settings.text.slice(node.range[0], node.range[1]);
    if (!source.startsWith("{{") || !source.endsWith("}}") || source.includes("\n"))
      return undefined;
    if (macroOpening.exec(source)?.index !== 0) return undefined;
    const scalar = new Scalar(source);
    scalar.type = node.tag === "tag:yaml.org,2002:str" ? Scalar.QUOTE_DOUBLE : Scalar.PLAIN;
    scalar.range = node.range;
    return scalar;
  }

  #map(node: YAMLMap, depth: number): YamlMap {
    const map: YamlMap = {};
    const places = new Map<string, Range>();
    for (const { key, value } of node.items) {
      if (isMergeKey(key)) {
        const merged = this.read(value, depth);
        // Go takes a list of mappings, but not the name of one.
        const parts = Array.isArray(merged) && !isAlias(value) ? merged.toReversed() : [merged];
        this.#merge(map, places, key.range, parts);
        continue;
      }
      const name = this.#key(key, node, depth);
      const data = this.read(value, depth);
      if (name === undefined) continue;
      const place = (key as Node | null)?.range;
      if (places.has(name)) this.#twice(name, place, places.get(name));
      else places.set(name, place);
      put(map, name, data);
    }
    return map;
  }

  #key(key: unknown, map: YAMLMap, depth: number): string | undefined {
    const [from, to] = (key as Node | null)?.range ?? map.range ?? [0, 0];
    const text = this.#keyScalar(key);
    const value = text ? this.#keyValue(text) : this.read(key, depth);
    // Of `{{ x }}` the key is the inner mapping.
    const outer = map.flow && map.items.length === 1 && isMap(key) ? map.range : undefined;
    const source = this.settings.text.slice(outer?.[0] ?? from, outer?.[1] ?? to);
    const { name, fault = this.#flowKeyFault(map, key, source) } = readKey(key, value, source);
    if (fault === undefined || this.settings.lenient) return name;
    this.#report(outer ?? [from, to, to], "a key that is no text", fault);
    return undefined;
  }

  /** Go takes a key between braces from one line only, unless a question mark stands before it. */
  #flowKeyFault(map: YAMLMap, key: unknown, source: string): string | undefined {
    const [from] = (key as Node | null)?.range ?? [0];
    if (!map.flow || !isScalar(key) || !source.trim().includes("\n")) return undefined;
    if (/\?\s*$/.test(this.settings.text.slice(Math.max(0, from - 100), from))) return undefined;
    const isComment = source.startsWith("//") || source.startsWith("/*");
    return isComment
      ? "YAML has no // comments; begin the comment with #."
      : "A key must be on one line; a comma or a colon may be missing.";
  }

  #keyScalar(key: unknown): Scalar | undefined {
    if (isScalar(key)) return key.anchor === undefined ? key : undefined;
    return isMap(key) ? this.#unquotedMacro(key) : undefined;
  }

  /** What a macro brings into a key is text, quoted or not. */
  #keyValue(node: Scalar): YamlValue {
    const value = this.#scalar(node);
    const { transform } = this.settings;
    if (typeof value !== "string" || !transform || !macroOpening.test(value)) return value;
    return transform(value, false, () => this.#rangeOf(node));
  }

  #rangeOf({ range }: Scalar): TextRange {
    return this.settings.rangeAt(range?.[0] ?? 0, range?.[1] ?? 0);
  }

  #twice(name: string, place: Range, first: Range): void {
    if (this.settings.lenient) return;
    const { line } = this.settings.rangeAt(first?.[0] ?? 0, first?.[1] ?? 0);
    const message = `The key "${clip(name, 60)}" stands twice in this block; the first is on line ${line}.`;
    this.#report(place, "a key stands twice", message);
  }

  /** As Go does it: keys that come later win, so a merge replaces what stands above it. */
  #merge(
    map: YamlMap,
    places: ReadonlyMap<string, Range>,
    range: Range,
    parts: readonly YamlValue[],
  ): void {
    for (const part of parts) {
      if (!isData(part)) {
        const message = 'The merge key "<<" takes a mapping or a list of mappings.';
        throw new Fault(range, "a merge of what is no mapping", message);
      }
      for (const [name, value] of Object.entries(part)) {
        if (places.has(name)) this.#replaced(name, range);
        put(map, name, value);
      }
    }
  }

  #replaced(name: string, range: Range): void {
    if (this.settings.lenient) return;
    const message = `Kubernetes would replace the key "${clip(name, 60)}" above by the one that "<<" brings; put "<<" first.`;
    this.#report(range, "a key replaced by a merge", message);
  }

  #report(range: Range, reason: string, message: string): void {
    if (this.problems.length < maxProblems)
      this.problems.push(this.problem(range, reason, message));
  }
}

function isMergeKey(key: unknown): key is Scalar {
  if (!isScalar(key) || key.source !== "<<") return false;
  return key.tag === undefined ? key.type === Scalar.PLAIN : key.tag === "tag:yaml.org,2002:merge";
}
