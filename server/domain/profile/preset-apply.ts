import type { PackPreset } from "@/server/domain/pack/types";
import { equalData, isMap } from "@/server/domain/yaml/data";
import { deleteIn, mergeIn } from "@/server/domain/yaml/edit";
import { type OutlinePair, outline } from "@/server/domain/yaml/outline";
import { renderBlock } from "@/server/domain/yaml/render";
import { lineBreak, lineEnd } from "@/server/domain/yaml/source";
import type { TextEdit } from "@/server/domain/yaml/text-edits";
import {
  behind,
  closedLines,
  emptied,
  hasAnchor,
  type LineEdit,
  linesOf,
  movedLines,
  nextLine,
  replaceLines,
  respell,
  toTextEdits,
  valueOf,
} from "./preset-lines";
import type { PresetTrace } from "./types";

/** What a preset does to a text, and how it is taken back. */
export interface PresetEdits {
  edits: TextEdit[];
  traces: PresetTrace[];
}

/** The keys that a preset sets and takes out, ready to be laid over a text. */
export interface PresetKeys {
  text: string;
  pairs: OutlinePair[];
  remove: readonly string[];
}

/** Lines that cannot be understood without the rest of the text: anchors, aliases, merge keys. */
class NotByLines extends Error {}

/**
 * `remove`, then `add`, by the lines of the keys concerned; `except` are keys that stay as they are.
 * Undefined when the text has to be read as a whole for it.
 */
export function planByLines(
  text: string,
  keys: PresetKeys,
  except: readonly string[][] = [],
): PresetEdits | undefined {
  const root = outline(text);
  if (!root) return undefined;
  const planner = new Planner(text, keys, except);
  try {
    planner.merge(root, [], keys.pairs, removals(root, keys.remove));
  } catch (error) {
    if (error instanceof NotByLines) return undefined;
    throw error;
  }
  return { edits: toTextEdits(text, planner.edits), traces: planner.traces };
}

/** The keys of a preset; rewritten where its author wrote them between braces or with anchors. */
export function keysOf(preset: Pick<PackPreset, "add" | "remove">, added: unknown): PresetKeys {
  const { add, remove } = preset;
  const written = outline(add);
  if (written && !written.children.some(isSpecial)) {
    return { text: add, pairs: written.children, remove };
  }
  const text = isMap(added) && Object.keys(added).length > 0 ? `${renderBlock(added)}\n` : "";
  return { text, pairs: outline(text)?.children ?? [], remove };
}

function isSpecial(pair: OutlinePair): boolean {
  const isFlow = pair.head.startsWith("{") && !pair.head.startsWith("{{") && pair.head !== "{}";
  return isFlow || /^[&*!]/.test(pair.head) || pair.key === "<<" || pair.children.some(isSpecial);
}

/** The paths that exist, each by the longest keys: keys may hold dots themselves. */
function removals(root: OutlinePair, dotted: readonly string[]): string[][] {
  return dotted.map((path) => {
    const segments = path.split(".");
    const found: string[] = [];
    let here: OutlinePair | undefined = root;
    while (segments.length > 0) {
      const own: OutlinePair[] = here?.children ?? [];
      const lengths = segments.map((_, i) => segments.length - i);
      const names = lengths.map((length) => segments.slice(0, length).join("."));
      const index = names.findIndex((name) => own.some((pair) => pair.key === name));
      const name = names.at(index) ?? "";
      found.push(name);
      here = own.find((pair) => pair.key === name);
      segments.splice(0, lengths.at(index) ?? 1);
    }
    return found;
  });
}

class Planner {
  readonly edits: LineEdit[] = [];
  readonly traces: PresetTrace[] = [];

  constructor(
    readonly text: string,
    readonly keys: PresetKeys,
    readonly except: readonly string[][],
  ) {}

  /** Lays the keys over a block mapping. */
  merge(target: OutlinePair, path: string[], adds: OutlinePair[], removes: string[][]): void {
    const gone = target.children.filter(
      ({ key }) =>
        removes.some((one) => one.length === 1 && one[0] === key) &&
        !adds.some((add) => add.key === key) &&
        !this.#isExcept([...path, key]),
    );
    const isEmptied = gone.length > 0 && gone.length === target.children.length;
    const news = adds.filter(
      ({ key }) =>
        !target.children.some((pair) => pair.key === key) && !this.#isExcept([...path, key]),
    );
    if (isEmptied && news.length === 0 && path.length > 0) {
      this.#replace(target, path, emptied(this.text, target));
      return;
    }
    for (const [index, pair] of target.children.entries()) {
      const at = [...path, pair.key];
      if (gone.includes(pair)) this.#delete(target, index, at);
      else this.#child(pair, at, adds, removes);
    }
    for (const add of news) this.#insert(target, [...path, add.key], add);
  }

  #child(pair: OutlinePair, path: string[], adds: OutlinePair[], removes: string[][]): void {
    const add = adds.find((one) => one.key === pair.key);
    const own = removes.filter((one) => one[0] === pair.key).map((one) => one.slice(1));
    if (!add && own.length === 0) return;
    const isRemoved = own.some((rest) => rest.length === 0);
    if (add && isRemoved) this.#respell(pair, path, add);
    else this.#mergeInto(pair, path, add, own);
  }

  #mergeInto(
    pair: OutlinePair,
    path: string[],
    add: OutlinePair | undefined,
    removes: string[][],
  ): void {
    const isOpen = pair.children.length > 0;
    const value = add && add.children.length === 0 ? valueOf(this.keys.text, add) : undefined;
    const isMapping = add === undefined || add.children.length > 0 || isEmptyMap(value);
    if (isOpen && isMapping) {
      refuse(pair.head.startsWith("&") || pair.children.some(({ key }) => key === "<<"));
      this.merge(pair, path, add?.children ?? [], removes);
      return;
    }
    if (isOpen || !isMapping) {
      if (add) this.#respell(pair, path, add);
      return;
    }
    const data = valueOf(this.text, pair);
    refuse(data === undefined);
    if (!isMap(data) || isEmptyMap(data)) {
      if (add) this.#respell(pair, path, add);
      return;
    }
    this.#mergeFlow(pair, path, add, removes);
  }

  /** A mapping between braces: its few lines are edited as a text of their own. */
  #mergeFlow(
    pair: OutlinePair,
    path: string[],
    add: OutlinePair | undefined,
    removes: string[][],
  ): void {
    let lines = linesOf(this.text, pair);
    refuse(hasAnchor(lines));
    for (const rest of removes) lines = deleteIn(lines, [pair.key, ...rest]);
    if (add) {
      const value = valueOf(this.keys.text, add);
      refuse(value === undefined);
      lines = mergeIn(lines, renderBlock({ [pair.key]: value ?? null }));
    }
    if (lines !== linesOf(this.text, pair)) {
      this.#replace(pair, path, lines.replace(/\r?\n$/, ""));
    }
  }

  #respell(pair: OutlinePair, path: string[], add: OutlinePair): void {
    if (this.#isExcept(path)) return;
    const before = valueOf(this.text, pair);
    refuse(before === undefined);
    if (equalData(before, valueOf(this.keys.text, add))) return;
    this.#replace(pair, path, respell(this.text, pair, this.keys.text, add));
  }

  #replace(pair: OutlinePair, path: string[], lines: string): void {
    const was = linesOf(this.text, pair);
    refuse(hasAnchor(was));
    const now = closedLines(lines, this.text.slice(nextLine(this.text, pair)), pair.column);
    this.edits.push(replaceLines(this.text, pair, now));
    this.traces.push({ path, was, now });
  }

  #insert(target: OutlinePair, path: string[], add: OutlinePair): void {
    const last = target.children.at(-1);
    // Behind a value that is never closed, the new key would become a part of it.
    refuse(last?.children.length === 0 && valueOf(this.text, last) === undefined);
    const at = last ? behind(this.text, last) : this.text.length;
    const eol = lineBreak(this.text);
    const column = last?.column ?? 0;
    const lines = movedLines(this.keys.text, add, column, eol);
    const now = closedLines(lines, this.text.slice(at), column);
    this.edits.push({ from: at, to: at, lines: now + eol });
    this.traces.push({ path, was: null, now });
  }

  #delete(target: OutlinePair, index: number, path: string[]): void {
    const pair = target.children[index];
    if (!pair) return;
    const previous = target.children[index - 1];
    const start = previous ? behind(this.text, previous) : firstLine(this.text, target);
    const to = behind(this.text, pair);
    const was = this.text.slice(pair.start, to);
    refuse(hasAnchor(was));
    this.edits.push({ from: pair.start, to, lines: "" });
    const lead = this.text.slice(start, pair.start);
    this.traces.push({ path, was, now: null, after: previous?.key ?? null, lead });
  }

  #isExcept(path: string[]): boolean {
    return this.except.some((one) => equalData(one, path));
  }
}

/** Where the lines of a mapping begin, its leading comments included. */
export function firstLine(text: string, mapping: OutlinePair): number {
  return mapping.column < 0 ? mapping.start : lineEnd(text, mapping.valueStart);
}

function isEmptyMap(value: unknown): boolean {
  return isMap(value) && Object.keys(value).length === 0;
}

function refuse(isHard: boolean): void {
  if (isHard) throw new NotByLines();
}
