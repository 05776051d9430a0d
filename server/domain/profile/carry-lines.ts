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
  nextLine,
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
    } else {
      edits.push(...orphaned(mine, index, next, base.text));
    }
  }
  for (const old of base.map.children) {
    const now = childOf(next, old.key);
    if (!now || childOf(mine, old.key)) continue;
    edits.push({ from: now.start, to: behind(next.text, now), lines: "" });
  }
  carryTail(edits, { base, mine, next });
}

interface Pairs {
  old: OutlinePair | undefined;
  pair: OutlinePair;
  now: OutlinePair;
}

function carryPair(edits: LineEdit[], { base, mine, next }: Sides, pairs: Pairs): void {
  const { old, pair, now } = pairs;
  const own = movedTo(mine.text, pair, now, next.text);
  if (old && own === movedTo(base.text, old, now, next.text)) {
    carryBelow(edits, { base, mine, next }, pairs);
    return;
  }
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
  if (keepsNew) {
    const block = linesOf(mine.text, pair).replace(/^.*/, "");
    const lines = ownComments(block, base.text, now.column, lineBreak(next.text));
    if (lines !== "") edits.push({ from: now.start, to: now.start, lines });
  }
  if (moved !== linesOf(next.text, now)) edits.push(replaceLines(next.text, now, moved));
  carryBelow(edits, { base, mine, next }, pairs);
}

/** Comments below a pair that are indented deeper than its key. */
function carryBelow(edits: LineEdit[], { base, mine, next }: Sides, { old, pair, now }: Pairs) {
  const from = nextLine(next.text, now);
  carryComments(edits, next.text, {
    from,
    to: behind(next.text, now),
    mine: shifted(belowOf(mine.text, pair), pair, now, next.text),
    base: old ? shifted(belowOf(base.text, old), old, now, next.text) : "",
  });
}

function belowOf(text: string, pair: OutlinePair): string {
  return text.slice(nextLine(text, pair), behind(text, pair));
}

/** Comments between two places of the new text, with what the person changed in them. */
function carryComments(
  edits: LineEdit[],
  text: string,
  { from, to, mine, base }: { from: number; to: number; mine: string; base: string },
): void {
  if (mine === base) return;
  edits.push({ from, to, lines: combined(text.slice(from, to), base, mine, lineBreak(text)) });
}

function shifted(lines: string, from: OutlinePair, to: OutlinePair, other: string): string {
  const eol = lineBreak(other);
  const moved = movedText(lines, to.column - from.column, eol);
  return moved === "" || moved.endsWith("\n") ? moved : moved + eol;
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

/** Comments at the end of a mapping or of the text. */
function carryTail(edits: LineEdit[], { base, mine, next }: Sides): void {
  const last = next.map.children.at(-1);
  if (!last) return;
  const to = next.map.column < 0 ? next.text.length : behind(next.text, next.map);
  const [own, old] = [mine, base].map((side) => {
    const first = side.map.children[0];
    if (!first) return side.map.column < 0 ? side.text : "";
    return shifted(tailOf(side), first, last, next.text);
  });
  carryComments(edits, next.text, {
    from: behind(next.text, last),
    to,
    mine: own ?? "",
    base: old ?? "",
  });
}

function tailOf({ text, map }: Side): string {
  const last = map.children.at(-1);
  if (!last) return "";
  return text.slice(behind(text, last), map.column < 0 ? text.length : behind(text, map));
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
  const below = shifted(belowOf(mine.text, pair), pair, { ...pair, column }, next.text);
  const lines = comments + movedLines(mine.text, pair, column, eol) + eol + below;
  return { from: at, to: at, lines };
}

/** The person's own comments at a key that only the old version of the pack has. */
function orphaned(mine: Side, index: number, next: Side, base: string): LineEdit[] {
  const pair = mine.map.children[index] ?? mine.map;
  const column = next.map.children[0]?.column ?? pair.column;
  const block = leadOf(mine, index) + mine.text.slice(pair.start, behind(mine.text, pair));
  const lines = ownComments(block, base, column, lineBreak(next.text));
  const at = placeFor(mine, index, next);
  return lines === "" ? [] : [{ from: at, to: at, lines }];
}

/** The lines of a block that are nothing but a comment, without those of the pack. */
function ownComments(block: string, base: string, column: number, eol: string): string {
  const lines = block.split(/\r?\n/).map((line) => line.trim());
  if (!lines.some((line) => line.startsWith("#"))) return "";
  const known = new Set(base.split(/\r?\n/).map((line) => line.trim()));
  return lines
    .filter((line) => line.startsWith("#") && !known.has(line))
    .map((line) => " ".repeat(column) + line + eol)
    .join("");
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
