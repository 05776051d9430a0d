import { clip } from "@/server/domain/agent/text";
import { macroOpening } from "@/server/domain/yaml/macro-opening";
import { MacroFault } from "./macro-functions";

/** One macro in a text. */
export interface MacroSpan {
  from: number;
  /** Just after the closing braces. */
  to: number;
  /** What stands after `.lamina.`, e.g. `var.name | upper`. */
  expression: string;
}

/** Every macro of a text, in one pass. Throws MacroFault at one that does not end. */
export function macroSpans(text: string): MacroSpan[] {
  const spans: MacroSpan[] = [];
  const opening = new RegExp(macroOpening, "g");
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const inside = opening.lastIndex;
    const end = endOf(text, inside);
    if (end === undefined) {
      const shown = clip(text.slice(found.index, found.index + 80), 40);
      throw new MacroFault(`The macro "${shown}" does not end: close its quotes and its braces.`);
    }
    spans.push({ from: found.index, to: end + 2, expression: inner(text.slice(inside, end)) });
    opening.lastIndex = end + 2;
  }
  return spans;
}

/** Where the closing braces stand; texts in quotes may hold braces. */
function endOf(text: string, from: number): number | undefined {
  const piece = /[^{}"`]+|\{(?!\{)|"(?:\\.|[^"\\])*"|`[^`]*`/y;
  let at = from;
  while (!text.startsWith("}}", at)) {
    piece.lastIndex = at;
    if (!piece.test(text)) return undefined;
    at = piece.lastIndex;
  }
  return at;
}

/** Without the dash of `-}}`. */
function inner(expression: string): string {
  const text = expression.trim();
  return text.endsWith("-") ? text.slice(0, -1).trim() : text;
}
