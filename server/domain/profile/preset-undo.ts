import { equalData, getIn, isMap } from "@/server/domain/yaml/data";
import { deleteIn, setIn } from "@/server/domain/yaml/edit";
import { findOutline, type OutlinePair, outline } from "@/server/domain/yaml/outline";
import { parseYaml } from "@/server/domain/yaml/parse";
import { lineBreak } from "@/server/domain/yaml/source";
import type { TextEdit } from "@/server/domain/yaml/text-edits";
import type { YamlPath, YamlValue } from "@/server/domain/yaml/types";
import {
  behind,
  emptied,
  type LineEdit,
  linesOf,
  nextLine,
  replaceLines,
  toTextEdits,
  valueIn,
} from "./preset-lines";
import { firstLine } from "./preset-apply";
import type { PresetTrace } from "./types";

/** How a preset is taken back, and what somebody changed since: that stays. */
export interface UndoEdits {
  edits: TextEdit[];
  kept: string[][];
  /** Lines without a key were not found again: the values have to be taken back by what they are. */
  isLost: boolean;
}

/** Puts back what stood there, where the preset's own lines or values still stand. */
export function planUndo(text: string, traces: readonly PresetTrace[]): UndoEdits {
  const root = outline(text);
  const undo = new Undo(text, traces);
  for (const trace of traces) {
    if (trace.path.length === 0) undo.byText(trace);
    else if (root) undo.byKey(root, trace);
  }
  if (root) undo.fillEmptied();
  return { edits: toTextEdits(text, undo.edits, "came"), kept: undo.kept, isLost: undo.isLost };
}

class Undo {
  readonly edits: LineEdit[] = [];
  readonly kept: string[][] = [];
  isLost = false;
  readonly #removed = new Map<OutlinePair, Set<OutlinePair>>();

  constructor(
    readonly text: string,
    readonly traces: readonly PresetTrace[],
  ) {}

  byKey(root: OutlinePair, trace: PresetTrace): void {
    const parent = findOutline(root, trace.path.slice(0, -1));
    const pair = parent?.children.find(({ key }) => key === trace.path.at(-1));
    if (trace.now === null) {
      if (pair) this.kept.push(trace.path);
      else if (parent) this.#restore(parent, trace);
      return;
    }
    if (!parent || !pair) {
      this.kept.push(trace.path);
      return;
    }
    const lines = linesOf(this.text, pair);
    const { now, kept } =
      lines === trace.now ? { now: trace.was, kept: [] } : giveBack(lines, trace);
    this.kept.push(...kept);
    if (now === null) this.#remove(parent, pair);
    else if (now !== lines) this.edits.push(replaceLines(this.text, pair, now));
  }

  /** Lines that have no key to find them by: where they stand, the nearest to where they stood. */
  byText({ was, now, at = 0 }: PresetTrace): void {
    if (was === null || now === null) return;
    const found = nearest(this.text, now, at);
    if (found === undefined) {
      this.isLost = true;
      return;
    }
    this.edits.push({ from: found, to: found + now.length, lines: was });
  }

  /** A mapping that loses its last key says that it is empty: without a value it would be null. */
  fillEmptied(): void {
    for (const [parent, removed] of this.#removed) {
      if (removed.size < parent.children.length || parent.column < 0) continue;
      const { start, end } = parent;
      if (
        this.edits.some((edit) => edit.lines !== "" && edit.from >= start && edit.from <= end + 2)
      )
        continue;
      const inside = this.edits.filter((edit) => edit.from >= start && edit.to <= end + 2);
      for (const edit of inside) this.edits.splice(this.edits.indexOf(edit), 1);
      this.edits.push(replaceLines(this.text, parent, emptied(this.text, parent)));
    }
  }

  #remove(parent: OutlinePair, pair: OutlinePair): void {
    const removed = this.#removed.get(parent) ?? new Set();
    this.#removed.set(parent, removed.add(pair));
    this.edits.push({ from: pair.start, to: nextLine(this.text, pair), lines: "" });
  }

  #restore(parent: OutlinePair, trace: PresetTrace): void {
    if (trace.was === null) return;
    const eol = lineBreak(this.text);
    if (parent.children.length > 0 || parent.column < 0) {
      const at = this.#place(parent, trace);
      this.edits.push({
        from: at,
        to: at,
        lines: at === this.text.length ? trace.was : withBreak(trace.was, eol),
      });
      return;
    }
    const value = valueIn(linesOf(this.text, parent));
    const isEmpty = value === null || (isMap(value) && Object.keys(value).length === 0);
    if (!isEmpty) return;
    const key = this.text.slice(parent.start, parent.valueStart);
    this.edits.push(replaceLines(this.text, parent, key + eol + trace.was.replace(/\r?\n$/, "")));
  }

  /** Behind the key that stood before it and the comments between, as far as they still do. */
  #place(parent: OutlinePair, trace: PresetTrace): number {
    const previous = parent.children.find(({ key }) => key === trace.after);
    const chained = this.traces.find(
      (other) =>
        other !== trace &&
        other.now === null &&
        other.path.at(-1) === trace.after &&
        equalData(other.path.slice(0, -1), trace.path.slice(0, -1)),
    );
    const last = parent.children.at(-1);
    let at: number;
    if (previous) at = behind(this.text, previous);
    else if (trace.after === null || trace.after === undefined) at = firstLine(this.text, parent);
    else if (chained) at = this.#place(parent, chained);
    else at = last ? behind(this.text, last) : this.text.length;
    const lead = trace.lead ?? "";
    if (this.text.startsWith(lead, at)) return at + lead.length;
    // Somebody wrote between them: behind the comment that stood right above.
    const line = lead.slice(lead.lastIndexOf("\n", lead.length - 2) + 1);
    const next = parent.children.find(({ start }) => start >= at)?.start ?? this.text.length;
    const found = line.trim() === "" ? -1 : this.text.slice(at, next).indexOf(line);
    return found === -1 ? at : at + found + line.length;
  }
}

function withBreak(lines: string, eol: string): string {
  return lines.endsWith("\n") ? lines : lines + eol;
}

function nearest(text: string, lines: string, at: number): number | undefined {
  const isWhole = (found: number) =>
    (found === 0 || text[found - 1] === "\n") &&
    (lines.endsWith("\n") || found + lines.length === text.length);
  let best: number | undefined;
  for (let found = text.indexOf(lines); found !== -1; found = text.indexOf(lines, found + 1)) {
    if (!isWhole(found)) continue;
    if (best === undefined || Math.abs(found - at) < Math.abs(best - at)) best = found;
  }
  return best;
}

/** Lines that somebody changed since: the preset's values that still stand go, everything else stays. */
function giveBack(
  lines: string,
  { path, was, now }: PresetTrace,
): { now: string | null; kept: string[][] } {
  const [current, mine] = [parseYaml(lines), parseYaml(now ?? "")];
  const before = was === null ? undefined : parseYaml(was).data;
  if (!current.ok || !mine.ok) return { now: lines, kept: [path] };
  const kept: string[][] = [];
  let text = lines;
  for (const [leaf, value] of leavesOf(mine.data)) {
    if (!equalData(getIn(current.data, leaf), value)) {
      kept.push([...path.slice(0, -1), ...leaf.map(String)]);
      continue;
    }
    const old = getIn(before, leaf);
    text = old === undefined ? prune(text, leaf, before) : setIn(text, leaf, old);
  }
  for (const [leaf, value] of leavesOf(before ?? null)) {
    const isGone = getIn(mine.data, leaf) === undefined && getIn(current.data, leaf) === undefined;
    if (isGone && isMap(getIn(current.data, leaf.slice(0, -1)))) text = setIn(text, leaf, value);
  }
  const left = valueIn(text);
  const isEmpty = left === undefined || (isMap(left) && Object.keys(left).length === 0);
  return { now: isEmpty && text !== lines ? was : text.replace(/\r?\n$/, ""), kept };
}

/** Deletes a key and the parents that it leaves empty, unless they stood there before. */
function prune(text: string, path: YamlPath, before: YamlValue | undefined): string {
  let pruned = deleteIn(text, path);
  for (let length = path.length - 1; length > 1; length--) {
    const parent = path.slice(0, length);
    const left = getIn(parseYaml(pruned).data, parent);
    const isEmpty = left === null || (isMap(left) && Object.keys(left).length === 0);
    if (!isEmpty || getIn(before, parent) !== undefined) break;
    pruned = deleteIn(pruned, parent);
  }
  return pruned;
}

/** Every scalar, list and empty map with its path. */
export function leavesOf(data: YamlValue, path: YamlPath = []): [YamlPath, YamlValue][] {
  if (!isMap(data)) return path.length > 0 ? [[path, data]] : [];
  const entries = Object.entries(data);
  if (entries.length === 0) return path.length > 0 ? [[path, data]] : [];
  return entries.flatMap(([key, value]) => leavesOf(value, [...path, key]));
}
