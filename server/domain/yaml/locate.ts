import { type Document, type Node, isAlias, isMap, isPair, isScalar, isSeq } from "yaml";
import type { YamlPath } from "./types";

type Span = [from: number, to: number];

/** Offsets of the value at a path; of its key when the value is a block; of the nearest parent when missing. */
export function locate(document: Document.Parsed, path: YamlPath): Span {
  let span: Span = spanOf(document.contents) ?? [0, 0];
  if (path.length === 0) return [span[0], span[0]];
  let node: unknown = document.contents;
  for (const step of path) {
    const child = childOf(document, node, step);
    if (!child) break;
    span = child.span ?? span;
    node = child.value;
  }
  return span;
}

function childOf(
  document: Document.Parsed,
  node: unknown,
  step: string | number,
): { value: unknown; span: Span | undefined } | undefined {
  const here = isAlias(node) ? node.resolve(document) : node;
  if (isSeq(here)) {
    const item: unknown = typeof step === "number" ? here.items[step] : undefined;
    return item === undefined ? undefined : { value: item, span: spanOf(item) };
  }
  if (!isMap(here)) return undefined;
  const pair = here.items.find(
    (p) => isPair(p) && isScalar(p.key) && String(p.key.value) === String(step),
  );
  if (!pair) return undefined;
  return { value: pair.value, span: isLeaf(pair.value) ? spanOf(pair.value) : spanOf(pair.key) };
}

/** True for a value that stands on the key's line and has some text. */
function isLeaf(value: unknown): boolean {
  if (isScalar(value)) return value.range ? value.range[1] > value.range[0] : false;
  return isAlias(value) || ((isMap(value) || isSeq(value)) && value.flow === true);
}

function spanOf(node: unknown): Span | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range ? [range[0], range[1]] : undefined;
}
