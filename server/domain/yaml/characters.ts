import type { Problem, TextRange } from "./types";

/**
 * What Go's reader refuses or takes for a line break, and what the database cannot hold; a byte order mark in
 * front of a line, as joined files have it, would become a part of its key.
 */
const forbidden =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\p{Surrogate}|\r(?!\n)|(?<=\n)\ufeff/u;

type RangeAt = (from: number, to: number) => TextRange;

/** What keeps Kubernetes from reading a text as people see it, whatever its structure. */
export function textProblem(text: string, rangeAt: RangeAt): Problem | undefined {
  return (
    forbiddenCharacter(text, rangeAt) ?? otherVersion(text, rangeAt) ?? directive(text, rangeAt)
  );
}

function forbiddenCharacter(text: string, rangeAt: RangeAt): Problem | undefined {
  const found = forbidden.exec(text);
  if (!found) return undefined;
  const [char] = found;
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const remove = `remove it, or write it as \\u${code.toLowerCase()} in double quotes`;
  return {
    ...rangeAt(found.index, found.index + char.length),
    message: `There is an invisible character here (U+${code}) that Kubernetes does not read as text; ${remove}.`,
    reason: "a forbidden character",
    severity: "error",
  };
}

const foreignVersion = /^%YAML[ \t]+(?!1\.1\s)/m;

/** The line that asks for another version of YAML than the one Go reads. */
function otherVersion(text: string, rangeAt: RangeAt): Problem | undefined {
  const found = foreignVersion.exec(text);
  if (!found) return undefined;
  return {
    ...rangeAt(found.index, found.index + found[0].length),
    message: "Kubernetes and Helm read YAML 1.1 only; remove the line that starts with %YAML.",
    reason: "another version of YAML",
    severity: "error",
  };
}

/** What follows such a line on it would be lost without a word. */
function directive(text: string, rangeAt: RangeAt): Problem | undefined {
  const found = /^%(?!YAML[ \t]|TAG[ \t]).*/m.exec(text);
  if (!found) return undefined;
  return {
    ...rangeAt(found.index, found.index + found[0].trimEnd().length),
    message:
      "A line that starts with % is an instruction to the YAML reader; put quotes around the text, or remove the line.",
    reason: "a line that starts with %",
    severity: "error",
  };
}
