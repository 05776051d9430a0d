import { isMap as isMapNode, isScalar } from "yaml";
import { equalData, getIn, isMap, withIn, withoutIn } from "./data";
import { AppError } from "@/server/domain/errors/app-error";
import { detachStep } from "./edit-anchors";
import { deletePair, insertPair, replaceValue } from "./edit-pair";
import { parseDocuments } from "./parse";
import { parseRecent } from "./recent";
import { renderBlock } from "./render";
import { findPair, lineBreak } from "./source";
import { applyEdits, TextChange, type TextEdit } from "./text-edits";
import type { YamlPath, YamlValue } from "./types";

/**
 * Sets the value at a path by changing only the text that spells it: comments, quotes, order and blank
 * lines elsewhere stay byte for byte. Missing parents are made. Throws BAD_INPUT on a text that does not parse.
 */
export function setIn(text: string, path: YamlPath, value: YamlValue): string {
  return applyEdits(text, setEdits(text, path, value));
}

/** Takes a key out with everything below it; a missing path changes nothing. Comments above it stay. */
export function deleteIn(text: string, path: YamlPath): string {
  return applyEdits(text, deleteEdits(text, path));
}

/** Merges YAML text deeply: mappings key by key, lists and scalars replaced. */
export function mergeIn(text: string, yamlText: string): string {
  return applyEdits(text, mergeEdits(text, yamlText));
}

/** The edits of setIn. */
export function setEdits(text: string, path: YamlPath, value: YamlValue): TextEdit[] {
  const data = dataOf(text);
  if (equalData(getIn(data, path), value)) return [];
  return settle(text, path, withIn(data, path, value), (now) => trySet(now, path, value));
}

/** The edits of deleteIn. */
export function deleteEdits(text: string, path: YamlPath): TextEdit[] {
  const data = dataOf(text);
  if (path.length === 0 || getIn(data, path) === undefined) return [];
  return settle(text, path, withoutIn(data, path), (now) => tryDelete(now, path));
}

/** The edits of mergeIn. */
export function mergeEdits(text: string, yamlText: string): TextEdit[] {
  const change = new TextChange(text);
  mergeDataIn(change, [], dataOf(yamlText));
  return change.edits();
}

function mergeDataIn(change: TextChange, path: YamlPath, over: YamlValue): void {
  if (!isMap(over) && over === null && path.length === 0) return;
  const isOpen = isMap(over) && (path.length === 0 || isMap(getIn(dataOf(change.text), path)));
  if (!isOpen) {
    change.apply(setEdits(change.text, path, over));
    return;
  }
  for (const [key, value] of Object.entries(over)) mergeDataIn(change, [...path, key], value);
}

function dataOf(text: string): YamlValue {
  const parsed = parseRecent(text);
  if (parsed.ok) return parsed.data;
  const first = parsed.problems.find((problem) => problem.severity === "error");
  const place = first ? `line ${first.line}: ${first.message}` : "it does not parse";
  throw new AppError("BAD_INPUT", `The YAML cannot be changed until its error is fixed: ${place}`);
}

type SmallEdit = (text: string) => TextEdit | undefined;

/**
 * Proves the small edit by reading the result. Where it is wrong, aliases and anchors on the way are
 * written out first; else the nearest parent is rewritten, and at the very end the whole text.
 */
function settle(text: string, path: YamlPath, wanted: YamlValue, small: SmallEdit): TextEdit[] {
  const proven = (edits: TextEdit[] | undefined): edits is TextEdit[] =>
    edits !== undefined && sameDocument(applyEdits(text, edits), wanted);
  const first = small(text);
  if (first && proven([first])) return [first];
  const detached = editDetached(text, path, small);
  if (proven(detached)) return detached;
  for (let length = path.length - 1; length > 0; length--) {
    const parent = path.slice(0, length);
    const edit = trySet(text, parent, getIn(wanted, parent) ?? null);
    if (edit && proven([edit])) return [edit];
  }
  const eol = lineBreak(text);
  const whole = `${leadingComments(text)}${renderBlock(wanted).replaceAll("\n", eol)}${eol}`;
  return [{ from: 0, to: text.length, text: whole }];
}

/** More anchors and aliases than this on one path are nobody's values. */
const maxDetachSteps = 20;

/** The small edit in a text where the place is spelt for itself; undefined when it is already. */
function editDetached(text: string, path: YamlPath, small: SmallEdit): TextEdit[] | undefined {
  const change = new TextChange(text);
  for (let step = 0; step < maxDetachSteps; step++) {
    const edits = detachStep(change.text, path);
    if (edits.length === 0) break;
    change.apply(edits);
  }
  if (change.text === text) return undefined;
  const edit = small(change.text);
  if (edit) change.apply([edit]);
  return change.edits();
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

function trySet(text: string, path: YamlPath, value: YamlValue): TextEdit | undefined {
  const document = parseDocuments(text)[0];
  if (!document?.contents || isEmptyScalar(document.contents)) {
    return appendRoot(text, withIn(null, path, value));
  }
  let node: unknown = document.contents;
  for (const [depth, key] of path.entries()) {
    if (!isMapNode(node)) return undefined;
    const pair = findPair(node, key);
    const rest = path.slice(depth + 1);
    if (!pair) return insertPair(document, text, node, key, withIn(null, rest, value));
    const goesOn = rest.length > 0 && isMapNode(pair.value) && pair.value.items.length > 0;
    if (!goesOn) {
      return replaceValue(document, text, node, pair, withIn(null, rest, value));
    }
    node = pair.value;
  }
  return undefined;
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

function appendRoot(text: string, value: YamlValue): TextEdit {
  const eol = lineBreak(text);
  const gap = text === "" || text.endsWith("\n") ? "" : eol;
  const lines = `${gap}${renderBlock(value).replaceAll("\n", eol)}${eol}`;
  return { from: text.length, to: text.length, text: lines };
}

function tryDelete(text: string, path: YamlPath): TextEdit | undefined {
  let node: unknown = parseDocuments(text)[0]?.contents;
  for (const key of path.slice(0, -1)) node = findPair(node, key)?.value;
  const pair = findPair(node, path.at(-1) ?? "");
  if (!isMapNode(node) || !pair) return undefined;
  if (node.items.length > 1 || path.length === 1) return deletePair(text, node, pair);
  return trySet(text, path.slice(0, -1), {});
}
