import type { TextEdit } from "@/components/editor/text-edit";
import type { ProfileLayer } from "@/server/domain/profile/types";
import { addressKey, type TextAddress } from "./text-address";

/** One replacement in a text that can be taken back: what was there, and what is there now. */
export interface TextChange {
  from: number;
  removed: string;
  inserted: string;
}

/** What somebody typed in one text; the changes follow one another. */
export interface TypedEntry {
  kind: "typed";
  label: string;
  at: TextAddress;
  changes: readonly TextChange[];
}

/** Anything else: the layers before and after it. */
export interface LayersEntry {
  kind: "layers";
  label: string;
  before: ProfileLayer[];
  after: ProfileLayer[];
  /** The text it changed, when it is about one. */
  at?: TextAddress;
  /** Neighbours of one group are one step, such as the letters of a new name. */
  group?: string;
}

export type HistoryEntry = TypedEntry | LayersEntry;

/** The one timeline of a draft: what was done, the newest last, and what was taken back, the next last. */
export interface History {
  past: readonly HistoryEntry[];
  future: readonly HistoryEntry[];
}

export const emptyHistory: History = { past: [], future: [] };

/** Older steps are forgotten. */
const maxEntries = 1000;

/** Adds what was just done; whatever had been taken back is gone with it. */
export function record({ past, future }: History, entry: HistoryEntry): History {
  const last = past.at(-1);
  const joined = last && future.length === 0 ? join(last, entry) : null;
  const next = joined ? [...past.slice(0, -1), joined] : [...past, entry];
  return { past: next.slice(-maxEntries), future: [] };
}

/** The newest step goes over to what can be done again. */
export function stepBack({ past, future }: History): History {
  return { past: past.slice(0, -1), future: [...future, ...past.slice(-1)] };
}

/** The opposite of stepBack. */
export function stepForward({ past, future }: History): History {
  return { past: [...past, ...future.slice(-1)], future: future.slice(0, -1) };
}

/** The edits that take changes back. */
export function backward(changes: readonly TextChange[]): TextEdit[] {
  return [...changes].reverse().map(({ from, removed, inserted }) => ({
    from,
    to: from + inserted.length,
    text: removed,
  }));
}

/** The edits that make changes again. */
export function forward(changes: readonly TextChange[]): TextEdit[] {
  return changes.map(({ from, removed, inserted }) => ({
    from,
    to: from + removed.length,
    text: inserted,
  }));
}

/** One step of two that belong together, or null. */
function join(last: HistoryEntry, next: HistoryEntry): HistoryEntry | null {
  if (last.kind === "layers") {
    const isSame = next.kind === "layers" && last.group !== undefined && last.group === next.group;
    return isSame ? { ...next, before: last.before } : null;
  }
  if (next.kind === "layers" || addressKey(last.at) !== addressKey(next.at)) return null;
  const [before, more] = last.changes;
  const [change, others] = next.changes;
  if (!before || !change || more || others || !continues(before, change)) return null;
  return { ...next, changes: [touching(before, change)] };
}

/** True for typing on: the change touches what was typed last, and neither a line nor a word begins. */
function continues(last: TextChange, next: TextChange): boolean {
  const end = last.from + last.inserted.length;
  if (next.from > end || next.from + next.removed.length < last.from) return false;
  if ([last.inserted, next.inserted, next.removed].some((text) => text.includes("\n")))
    return false;
  // A paste is a step of its own.
  if (last.inserted.length - next.removed.length > maxTyped || next.inserted.length > maxTyped) {
    return false;
  }
  if (last.inserted === "" && next.inserted !== "") return false;
  return !(/^\s/.test(next.inserted) && /\S$/.test(last.inserted));
}

/** Longer than any word. */
const maxTyped = 200;

/** One replacement that does what two do that touch or overlap. */
function touching(first: TextChange, second: TextChange): TextChange {
  const before = Math.max(0, first.from - second.from);
  const after = second.from + second.removed.length - (first.from + first.inserted.length);
  const kept = Math.max(0, second.from - first.from);
  return {
    from: Math.min(first.from, second.from),
    removed:
      second.removed.slice(0, before) +
      first.removed +
      (after > 0 ? second.removed.slice(-after) : ""),
    inserted:
      first.inserted.slice(0, kept) +
      second.inserted +
      (after < 0 ? first.inserted.slice(after) : ""),
  };
}
