import { isMap as isMapNode, isScalar } from "yaml";
import { equalData, getIn, isMap, withIn, withoutIn } from "./data";
import { AppError } from "@/server/domain/errors/app-error";
import { deletePair, insertPair, replaceValue } from "./edit-pair";
import { parseDocuments } from "./parse";
import { parseRecent } from "./recent";
import { renderBlock } from "./render";
import { findPair, lineBreak } from "./source";
import { applyEdits, type TextEdit } from "./text-edits";
import type { YamlPath, YamlValue } from "./types";

/**
 * Sets the value at a path by changing only the text that spells it: comments, quotes, order and blank
 * lines elsewhere stay byte for byte. Missing parents are made. Throws BAD_INPUT on a text that does not parse.
 */
export function setIn(text: string, path: YamlPath, value: YamlValue): string {
  const data = dataOf(text);
  if (equalData(getIn(data, path), value)) return text;
  return settle(text, path, withIn(data, path, value), () => trySet(text, path, value));
}

/** Takes a key out with everything below it; a missing path changes nothing. Comments above it stay. */
export function deleteIn(text: string, path: YamlPath): string {
  const data = dataOf(text);
  if (path.length === 0 || getIn(data, path) === undefined) return text;
  return settle(text, path, withoutIn(data, path), () => tryDelete(text, path));
}

/** Merges YAML text deeply: mappings key by key, lists and scalars replaced. */
export function mergeIn(text: string, yamlText: string): string {
  return mergeDataIn(text, [], dataOf(yamlText));
}

function mergeDataIn(text: string, path: YamlPath, over: YamlValue): string {
  if (!isMap(over)) return over === null && path.length === 0 ? text : setIn(text, path, over);
  if (path.length > 0 && !isMap(getIn(dataOf(text), path))) return setIn(text, path, over);
  let merged = text;
  for (const [key, value] of Object.entries(over)) {
    merged = mergeDataIn(merged, [...path, key], value);
  }
  return merged;
}

function dataOf(text: string): YamlValue {
  const parsed = parseRecent(text);
  if (parsed.ok) return parsed.data;
  const first = parsed.problems.find((problem) => problem.severity === "error");
  const place = first ? `line ${first.line}: ${first.message}` : "it does not parse";
  throw new AppError("BAD_INPUT", `The YAML cannot be changed before it is mended: ${place}`);
}

/**
 * Proves the small edit by reading the result; where it is wrong (anchors, merge keys, rare spellings),
 * the nearest parent is written anew, and at the very end the whole text.
 */
function settle(
  text: string,
  path: YamlPath,
  wanted: YamlValue,
  small: () => string | undefined,
): string {
  const right = (candidate: string | undefined): candidate is string =>
    candidate !== undefined && sameDocument(candidate, wanted);
  const first = small();
  if (right(first)) return first;
  for (let length = path.length - 1; length > 0; length--) {
    const parent = path.slice(0, length);
    const candidate = trySet(text, parent, getIn(wanted, parent) ?? null);
    if (right(candidate)) return candidate;
  }
  const eol = lineBreak(text);
  return `${leadingComments(text)}${renderBlock(wanted).replaceAll("\n", eol)}${eol}`;
}

function sameDocument(text: string, wanted: YamlValue): boolean {
  const parsed = parseRecent(text);
  if (!parsed.ok) return false;
  return equalData(parsed.data, wanted) || (parsed.data === null && isEmptyMap(wanted));
}

function isEmptyMap(value: YamlValue): boolean {
  return isMap(value) && Object.keys(value).length === 0;
}

/** The first lines hold the chosen presets and often a licence: they outlive even a full rewrite. */
function leadingComments(text: string): string {
  return /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*/.exec(text)?.[0] ?? "";
}

function apply(text: string, edit: TextEdit | undefined): string | undefined {
  return edit && applyEdits(text, [edit]);
}

function trySet(text: string, path: YamlPath, value: YamlValue): string | undefined {
  const document = parseDocuments(text)[0];
  if (!document?.contents || isEmptyScalar(document.contents)) {
    return appendRoot(text, withIn(null, path, value));
  }
  let node: unknown = document.contents;
  for (const [depth, key] of path.entries()) {
    if (!isMapNode(node)) return undefined;
    const pair = findPair(node, key);
    const rest = path.slice(depth + 1);
    if (!pair) return apply(text, insertPair(document, text, node, key, withIn(null, rest, value)));
    const goesOn = rest.length > 0 && isMapNode(pair.value) && pair.value.items.length > 0;
    if (!goesOn) {
      return apply(text, replaceValue(document, text, node, pair, withIn(null, rest, value)));
    }
    node = pair.value;
  }
  return undefined;
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

function appendRoot(text: string, value: YamlValue): string {
  const eol = lineBreak(text);
  const gap = text === "" || text.endsWith("\n") ? "" : eol;
  return `${text}${gap}${renderBlock(value).replaceAll("\n", eol)}${eol}`;
}

function tryDelete(text: string, path: YamlPath): string | undefined {
  let node: unknown = parseDocuments(text)[0]?.contents;
  for (const key of path.slice(0, -1)) node = findPair(node, key)?.value;
  const pair = findPair(node, path.at(-1) ?? "");
  if (!isMapNode(node) || !pair) return undefined;
  if (node.items.length > 1 || path.length === 1) return apply(text, deletePair(text, node, pair));
  return trySet(text, path.slice(0, -1), {});
}
