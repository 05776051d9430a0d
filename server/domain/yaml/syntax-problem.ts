import { type Document, Scalar, type YAMLError, isCollection, isScalar, visit } from "yaml";
import { clip } from "@/server/domain/agent/text";
import { macroOpening } from "./macro-opening";
import type { Problem, TextRange } from "./types";

/** What is said of nesting that exhausts the reader. */
export const tooDeepMessage = "The YAML is nested too deeply to be read.";

/** The first syntax error of a document; those behind it mostly follow from it, so they are only counted. */
export function syntaxProblem(
  document: Document.Parsed,
  text: string,
  rangeAt: (from: number, to: number) => TextRange,
  others: number,
): Problem | undefined {
  const [first, ...rest] = [...errorsOf(document)].sort(byPlace);
  if (!first) return undefined;
  const [from, to] = placeOf(first, document);
  const feed = text.indexOf("\n", from);
  const lineEnd = feed === -1 ? text.length : feed;
  const more = rest.length + others;
  const follow =
    more === 0 ? "" : ` ${more} more ${more === 1 ? "error" : "errors"} may follow from it.`;
  const said = lineProblem(text, from) ?? `${explain(first, text, from)}${hint(text, from)}`;
  return {
    ...rangeAt(from, to > lineEnd && lineEnd > from ? lineEnd : to),
    message: `${said}${follow}`,
    reason: first.code.toLowerCase().replaceAll("_", " "),
    severity: "error",
  };
}

/** Of two errors at one place, that of a character says more than that of the lines behind it. */
function byPlace(a: YAMLError, b: YAMLError): number {
  const isStart = ({ code }: YAMLError) => (code === "BAD_SCALAR_START" ? 0 : 1);
  return a.pos[0] - b.pos[0] || isStart(a) - isStart(b);
}

/** How many syntax errors a document has. */
export function countSyntaxErrors(document: Document.Parsed): number {
  return errorsOf(document).length;
}

/** Of what the library only warns of, Go refuses two; the rest both read alike. */
function errorsOf({ errors, warnings }: Document.Parsed): YAMLError[] {
  const refused = warnings.filter(({ code }) => code === "BAD_ALIAS" || code === "BAD_DIRECTIVE");
  return [...errors, ...refused];
}

/** A missing quote or bracket is noticed far behind it: the error belongs to where its partner opens. */
function placeOf({ message, pos }: YAMLError, document: Document.Parsed): [number, number] {
  let place: [number, number] = pos;
  const quote = message.startsWith("Missing closing");
  if (!quote && !message.includes("end with a ")) return place;
  visit(document, {
    Node(_key, node) {
      const { range } = node;
      const opens = isScalar(node)
        ? node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE
        : isCollection(node) && node.flow === true;
      if (!opens || isScalar(node) !== quote || !range) return undefined;
      if (range[0] >= pos[0] || range[1] < pos[0]) return undefined;
      place = [range[0], range[0] + 1];
      return undefined;
    },
  });
  return place;
}

function lineAt(text: string, at: number): string {
  const from = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  return text.slice(from, Math.min(end === -1 ? text.length : end, from + 2000));
}

/** What is wrong with the line as a whole, however the library stumbles over it. */
function lineProblem(text: string, at: number): string | undefined {
  const line = lineAt(text, at);
  if (/^ *\t/.test(line)) return messages.TAB_AS_INDENT;
  if (/^(?:<{7}|={7}|>{7})(?:\s|$)/.test(line)) {
    return "This is a conflict marker of Git; keep one of the two sides and remove the markers.";
  }
  if (/^\s*\/[/*]/.test(line)) return "YAML has no // comments; begin the comment with #.";
  if (/^\s*\{\{/.test(line) && !macroOpening.test(line)) {
    return "This is no Helm template, so lines such as {{ … }} are not replaced; remove the line, or write what it stands for.";
  }
  return undefined;
}

function hint(text: string, at: number): string {
  const line = lineAt(text, at);
  if (macroOpening.test(line)) return " Put quotes around the value with the macro.";
  return line.includes("{{") ? " Put quotes around the value with the braces." : "";
}

function explain({ code, message }: YAMLError, text: string, from: number): string {
  const rest = (text.slice(from, from + 2000).split("\n", 1)[0] ?? "").trimEnd();
  if (code === "UNEXPECTED_TOKEN") return unexpected(message, rest, text.slice(0, from));
  if (code === "BLOCK_AS_IMPLICIT_KEY") return nested(rest);
  if (code === "BAD_SCALAR_START") {
    return `Text cannot start with ${rest.slice(0, 1)} here; put quotes around it.`;
  }
  if (code === "BAD_DQ_ESCAPE") {
    return `Invalid escape sequence ${rest.slice(0, 2)} in double quotes; write a backslash as \\\\, or use single quotes.`;
  }
  if (code === "MULTILINE_IMPLICIT_KEY" || message.startsWith("Implicit map keys")) {
    return noKey(rest);
  }
  if (code === "MISSING_CHAR" || message.includes("end with a ")) return missing(message);
  return (
    messages[code] ?? "This cannot be read as YAML; check the indentation, quotes and brackets."
  );
}

function unexpected(message: string, rest: string, before: string): string {
  if (message.includes("empty item") || message.startsWith("Unexpected ,")) {
    return "Unexpected comma; an item is missing before it.";
  }
  if (message.startsWith("Block scalar header")) return behindBlock;
  if (rest === "") return "Unexpected end; check the quotes, brackets and indentation around it.";
  const line = before.slice(before.lastIndexOf("\n") + 1);
  if (/^-(?:\s|$)/.test(rest) && /:\s+$/.test(line)) {
    return "A list must start on the line below its key; put quotes around text that starts with a hyphen.";
  }
  if (/[:-]\s+[|>][-+0-9]*\s+$/.test(line)) return behindBlock;
  const shown = clip(rest, 30);
  if (/["']\s*$/.test(line)) {
    return `Unexpected ${shown} behind the closing quote; put quotes around the whole value, and write a quote inside as '' or \\".`;
  }
  return `Unexpected "${shown}"; check the quotes, brackets and indentation around it.`;
}

const behindBlock = "Unexpected text behind | or >; the text itself starts on the next line.";

const misplacedItem =
  "This list item does not line up with the lines around it; check the indentation.";

function nested(rest: string): string {
  if (/^\s*-(?:\s|$)/.test(rest)) return misplacedItem;
  return /:(?:\s|$)/.test(rest)
    ? "A colon with a space behind it makes a key of the text before it; put quotes around the whole value."
    : "The lines below are indented deeper than this value allows; check the indentation.";
}

/** Text where a key should be. */
function noKey(rest: string): string {
  if (/^-(?:\s|$)/.test(rest)) return misplacedItem;
  return /^["']?[\w./-]+["']?:(?!\/\/)\S/.test(rest)
    ? "A space is missing after the colon."
    : `A colon is missing after ${clip(rest, 30)}, or the line does not belong here.`;
}

/** By how the library begins or ends its own sentence. */
const missingParts: readonly [RegExp, string][] = [
  [/closing "quote/, 'The closing quote " is missing, or the next line is not indented enough.'],
  [/closing 'quote/, "The closing quote ' is missing, or the next line is not indented enough."],
  [/^Missing , between/, "A comma is missing before this item."],
  [/^Missing , or :/, "A comma or a colon is missing before this."],
  [/^Missing space after :/, "A space is missing after the colon."],
  [/^Comments must/, "A space is missing before the comment."],
  [/^Sequence item/, 'A list item must start with "- "; check the indentation.'],
  [/^Tags and anchors/, "A space is missing after the tag or anchor."],
  [/^Missing directives-end/, 'A line "---" is missing after the directives.'],
  [/^Block collection cannot/, 'The content must start on the line after "---".'],
  [/end with a \}/, "The closing } is missing, or it is not indented enough."],
  [/end with a \]/, "The closing ] is missing, or it is not indented enough."],
];

function missing(message: string): string {
  const known = missingParts.find(([pattern]) => pattern.test(message));
  return known?.[1] ?? "A character is missing here; check the quotes, brackets and colons.";
}

const messages: Partial<Record<YAMLError["code"], string>> = {
  RESOURCE_EXHAUSTION: tooDeepMessage,
  TAB_AS_INDENT: "Tabs cannot indent YAML; use spaces.",
  BLOCK_IN_FLOW:
    "Unexpected indented block inside brackets; close the bracket, or write this in brackets too.",
  BAD_INDENT: "The indentation does not match the lines around it.",
  BAD_ALIAS: "An anchor or alias needs a name of letters, digits, hyphens and underscores.",
  BAD_DIRECTIVE: "Unknown directive; remove the line that starts with %.",
  BAD_PROP_ORDER: 'An anchor or tag must stand behind "- ", "? " or ": ".',
  ALIAS_PROPS: "An alias cannot have an anchor or a tag.",
  KEY_OVER_1024_CHARS: "A key can have at most 1024 characters.",
  MULTIPLE_ANCHORS: "A value can have only one anchor.",
  MULTIPLE_TAGS: "A value can have only one tag.",
  TAG_RESOLVE_FAILED: "This tag is unknown; remove it.",
};
