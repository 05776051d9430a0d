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
  const [first, ...rest] = [...errorsOf(document)].sort((a, b) => a.pos[0] - b.pos[0]);
  if (!first) return undefined;
  const [from, to] = placeOf(first, document);
  const more = rest.length + others;
  const follow =
    more === 0 ? "" : ` ${more} more ${more === 1 ? "error" : "errors"} may follow from it.`;
  return {
    ...rangeAt(from, to),
    message: `${explain(first, text.slice(from, Math.max(to, from + 2)))}${hint(text, from)}${follow}`,
    reason: first.code.toLowerCase().replaceAll("_", " "),
    severity: "error",
  };
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

function hint(text: string, at: number): string {
  const from = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const line = text.slice(from, Math.min(end === -1 ? text.length : end, from + 2000));
  if (macroOpening.test(line)) return " Put quotes around the value with the macro.";
  return line.includes("{{") ? " Put quotes around the value with the braces." : "";
}

function explain({ code, message }: YAMLError, source: string): string {
  const shown = clip(source.split("\n", 1)[0] ?? "", 30);
  if (code === "UNEXPECTED_TOKEN") return unexpected(message, shown);
  if (code === "BAD_DQ_ESCAPE") {
    return `Invalid escape sequence ${shown} in double quotes; write a backslash as \\\\, or use single quotes.`;
  }
  if (code === "MISSING_CHAR" || message.includes("end with a ")) return missing(message);
  return (
    messages[code] ?? "This cannot be read as YAML; check the indentation, quotes and brackets."
  );
}

function unexpected(message: string, shown: string): string {
  if (message.includes("empty item") || message.startsWith("Unexpected ,")) {
    return "Unexpected comma; an item is missing before it.";
  }
  if (message.startsWith("Block scalar header")) {
    return "Unexpected text behind | or >; the text itself starts on the next line.";
  }
  return `Unexpected ${shown.trim() === "" ? "end" : `"${shown}"`}; check the quotes, brackets and indentation around it.`;
}

/** By how the library begins or ends its own sentence. */
const missingParts: readonly [RegExp, string][] = [
  [/closing "quote/, 'The closing quote " of this text is missing.'],
  [/closing 'quote/, "The closing quote ' of this text is missing."],
  [/^Missing , between/, "A comma is missing before this item."],
  [/^Missing , or :/, "A comma or a colon is missing before this."],
  [/^Missing space after :/, "A space is missing after the colon."],
  [/^Comments must/, "A space is missing before the comment."],
  [/^Implicit map keys/, "A colon is missing after this key."],
  [/^Sequence item/, 'A list item must start with "- ".'],
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
  BLOCK_AS_IMPLICIT_KEY: "Unexpected nested block; check the indentation.",
  BLOCK_IN_FLOW:
    "Unexpected indented block inside brackets; close the bracket, or write this in brackets too.",
  BAD_INDENT: "The indentation does not match the lines around it.",
  BAD_SCALAR_START: "A value cannot start with this character; put quotes around it.",
  BAD_ALIAS: "An anchor or alias needs a name of letters, digits, hyphens and underscores.",
  BAD_DIRECTIVE: "Unknown directive; remove the line that starts with %.",
  BAD_PROP_ORDER: "An anchor or tag must stand after the indicator.",
  ALIAS_PROPS: "An alias cannot have an anchor or a tag.",
  KEY_OVER_1024_CHARS: "A key can have at most 1024 characters.",
  MULTILINE_IMPLICIT_KEY: "A key must be on one line; a colon may be missing.",
  MULTIPLE_ANCHORS: "A value can have only one anchor.",
  MULTIPLE_TAGS: "A value can have only one tag.",
  TAG_RESOLVE_FAILED: "This tag is unknown; remove it.",
};
