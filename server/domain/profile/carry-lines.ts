import { equalData, isMap } from "@/server/domain/yaml/data";
import { type OutlinePair, outline } from "@/server/domain/yaml/outline";
import { lineBreak } from "@/server/domain/yaml/source";
import { applyEdits } from "@/server/domain/yaml/text-edits";
import { firstLine } from "./preset-apply";
import {
  behind,
  type LineEdit,
  linesOf,
  movedLines,
  movedText,
  replaceLines,
  respell,
  toTextEdits,
  valueOf,
} from "./preset-lines";

/** A mapping in one of the texts. */
interface Side {
  text: string;
  map: OutlinePair;
}

interface Sides {
  base: Side;
  mine: Side;
  next: Side;
}

/**
 * The text `next` with every line that somebody changed from `base` to `mine`: values, comments above and
 * behind them, spelling. Undefined when one of them is not spelt line by line.
 */
export function carryLines(base: string, mine: string, next: string): string | undefined {
  const [old, own, fresh] = [outline(base), outline(mine), outline(next)];
  if (!old || !own || !fresh) return undefined;
  const edits: LineEdit[] = [];
  carryMap(edits, {
    base: { text: base, map: old },
    mine: { text: mine, map: own },
    next: { text: next, map: fresh },
  });
  return applyEdits(next, toTextEdits(next, edits));
}

function carryMap(edits: LineEdit[], { base, mine, next }: Sides): void {
  for (const [index, pair] of mine.map.children.entries()) {
    const [old, now] = [childOf(base, pair.key), childOf(next, pair.key)];
    const lead = leadOf(mine, index);
    const oldLead = old ? leadOf(base, base.map.children.indexOf(old)) : "";
    if (now) {
      carryLead(edits, next, now, { mine: lead, base: oldLead, moved: moverTo(pair, now, next) });
      carryPair(edits, { base, mine, next }, { old, pair, now });
    } else if (!old || !equalData(valueOf(base.text, old), valueOf(mine.text, pair))) {
      edits.push(inserted(mine, index, next, ownLines(lead, base.text)));
    }
  }
  for (const old of base.map.children) {
    const now = childOf(next, old.key);
    if (!now || childOf(mine, old.key)) continue;
    edits.push({ from: now.start, to: behind(next.text, now), lines: "" });
  }
  carryTail(edits, { base, mine, next });
}

function carryPair(
  edits: LineEdit[],
  { base, mine, next }: Sides,
  { old, pair, now }: { old: OutlinePair | undefined; pair: OutlinePair; now: OutlinePair },
): void {
  const own = movedTo(mine.text, pair, now, next.text);
  if (old && own === movedTo(base.text, old, now, next.text)) return;
  const areOpen = pair.children.length > 0 && now.children.length > 0;
  const before = old && valueOf(base.text, old);
  if (areOpen && (old ? isMap(before) : true) && !isFilledFlow(old, before)) {
    const map = old ?? { ...pair, children: [] };
    if (old && pair.head !== old.head) edits.push(respelledKey(next, now, pair));
    carryMap(edits, {
      base: { ...base, map },
      mine: { ...mine, map: pair },
      next: { ...next, map: now },
    });
    return;
  }
  const changed = !old || !equalData(before, valueOf(mine.text, pair));
  const isSame = old && equalData(before, valueOf(next.text, now));
  const keepsNew = !changed && !isSame;
  const lines = keepsNew ? respell(mine.text, pair, next.text, now) : linesOf(mine.text, pair);
  const moved = movedText(lines, now.column - pair.column, lineBreak(next.text));
  if (moved !== linesOf(next.text, now)) edits.push(replaceLines(next.text, now, moved));
}

function isFilledFlow(pair: OutlinePair | undefined, value: unknown): boolean {
  return pair?.children.length === 0 && isMap(value) && Object.keys(value).length > 0;
}

/** The key's line of an open mapping with the comment that somebody wrote behind it. */
function respelledKey(next: Side, now: OutlinePair, pair: OutlinePair): LineEdit {
  const eol = lineBreak(next.text);
  const to = firstLine(next.text, now);
  const head = pair.head === "" ? "" : ` ${pair.head}`;
  return { from: now.start, to, lines: next.text.slice(now.start, now.valueStart) + head + eol };
}

/** Comments above a key: where the pack left its own alone, the user's; else the user's besides. */
function carryLead(
  edits: LineEdit[],
  next: Side,
  now: OutlinePair,
  { mine, base, moved }: { mine: string; base: string; moved: (lines: string) => string },
): void {
  if (moved(mine) === moved(base)) return;
  const index = next.map.children.indexOf(now);
  const lead = leadOf(next, index);
  const lines = combined(lead, moved(base), moved(mine), lineBreak(next.text));
  edits.push({ from: now.start - lead.length, to: now.start, lines });
}

/** Comments at the end of the text. */
function carryTail(edits: LineEdit[], { base, mine, next }: Sides): void {
  if (mine.map.column >= 0) return;
  const [old, own, now] = [base, mine, next].map(tailOf);
  if (old === own || old === undefined || own === undefined || now === undefined) return;
  const lines = combined(now, old, own, lineBreak(next.text));
  edits.push({ from: next.text.length - now.length, to: next.text.length, lines });
}

function tailOf({ text, map }: Side): string {
  const last = map.children.at(-1);
  return last ? text.slice(behind(text, last)) : text;
}

function combined(now: string, base: string, mine: string, eol: string): string {
  if (now === base) return mine;
  const known = new Set([...base.split(/\r?\n/), ...now.split(/\r?\n/)]);
  const own = mine.split(/\r?\n/).filter((line) => line.trim() !== "" && !known.has(line));
  return now + own.map((line) => line + eol).join("");
}

/** Comments above a new key that the pack did not have before. */
function ownLines(lead: string, base: string): string {
  const known = new Set(base.split(/\r?\n/));
  const lines = lead.split(/(?<=\n)/);
  return lines.filter((line) => line.trim() === "" || !known.has(line.trimEnd())).join("");
}

function inserted(mine: Side, index: number, next: Side, lead: string): LineEdit {
  const pair = mine.map.children[index] ?? mine.map;
  const column = next.map.children[0]?.column ?? pair.column;
  const eol = lineBreak(next.text);
  const at = placeFor(mine, index, next);
  const comments = movedText(lead, column - pair.column, eol);
  return { from: at, to: at, lines: comments + movedLines(mine.text, pair, column, eol) + eol };
}

/** Behind the nearest key before it, else before the nearest behind it. */
function placeFor(mine: Side, index: number, next: Side): number {
  const keys = mine.map.children.map(({ key }) => key);
  const present = (list: string[]) =>
    list.map((key) => childOf(next, key)).find((found) => found !== undefined);
  const before = present(keys.slice(0, index).toReversed());
  if (before) return behind(next.text, before);
  const after = present(keys.slice(index + 1));
  if (after) return after.start - leadOf(next, next.map.children.indexOf(after)).length;
  const last = next.map.children.at(-1);
  return last ? behind(next.text, last) : next.text.length;
}

function childOf({ map }: Side, key: string): OutlinePair | undefined {
  return map.children.find((pair) => pair.key === key);
}

/** The comments and blank lines above a key. */
function leadOf({ text, map }: Side, index: number): string {
  const previous = map.children[index - 1];
  const from = previous ? behind(text, previous) : firstLine(text, map);
  return text.slice(from, map.children[index]?.start ?? from);
}

function movedTo(text: string, pair: OutlinePair, to: OutlinePair, other: string): string {
  return movedLines(text, pair, to.column, lineBreak(other));
}

function moverTo(pair: OutlinePair, now: OutlinePair, next: Side) {
  const eol = lineBreak(next.text);
  return (lines: string) => movedText(lines, now.column - pair.column, eol);
}
