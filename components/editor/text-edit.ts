import { diffArrays } from "diff";
import type { TextEdit } from "@/server/domain/yaml/text-edits";

export type { TextEdit };

/** Above this many changed lines the comparison would be slow, and one replacement does as well. */
const maxChangedLines = 400;

/** Makes the edits one after the other: each counts in the text that the one before it left. */
export function applyInTurn(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce(
    (now, { from, to, text: put }) => now.slice(0, from) + put + now.slice(to),
    text,
  );
}

/**
 * Replacements, line by line, that turn one text into the other when made one after the other; none
 * when they are equal. The last in the text comes first, so the offsets are those of `before` too.
 */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const start = sharedStart(before, after);
  const end = sharedEnd(before, after, start);
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  const parts = diffArrays(linesOf(old), linesOf(now), { maxEditLength: maxChangedLines });
  if (!parts) return [{ from: start, to: start + old.length, text: now }];
  const edits: TextEdit[] = [];
  let open: TextEdit | null = null;
  let position = start;
  for (const { value, added, removed } of parts) {
    const text = value.join("");
    if (!added && !removed) {
      open = null;
      position += text.length;
      continue;
    }
    if (!open) edits.unshift((open = { from: position, to: position, text: "" }));
    if (added) open.text += text;
    else open.to = position += text.length;
  }
  return edits;
}

/** Where each edit's text lies once all are made; for showing what changed. */
export function editedSpans(edits: readonly TextEdit[]): { from: number; to: number }[] {
  return edits.reduce<{ from: number; to: number }[]>((spans, { from, to, text }) => {
    const moved = text.length - (to - from);
    const shifted = spans.map((span) =>
      span.from >= to ? { from: span.from + moved, to: span.to + moved } : span,
    );
    return [...shifted, { from, to: from + text.length }];
  }, []);
}

/** Lines with their own line ends, so that joining them gives the text again. */
function linesOf(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

/** Length of the whole lines that both texts begin with. */
function sharedStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at === 0 ? 0 : a.lastIndexOf("\n", at - 1) + 1;
}

/** Length of the whole lines that both texts end with, behind `start`. */
function sharedEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let count = 0;
  while (
    count < most &&
    a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)
  ) {
    count++;
  }
  const lineEnd = a.indexOf("\n", a.length - count);
  return lineEnd === -1 ? 0 : a.length - lineEnd - 1;
}
