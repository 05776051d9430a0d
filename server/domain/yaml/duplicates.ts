import { type Document, isScalar, visit } from "yaml";
import type { Problem, TextRange } from "./types";

/** Every key that stands twice in one mapping, in linear time. Merge keys may repeat. */
export function findDuplicateKeys(
  document: Document.Parsed,
  rangeAt: (from: number, to: number) => TextRange,
): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Map(_key, node) {
      const seen = new Map<string, number>();
      for (const { key } of node.items) {
        if (!isScalar(key) || !key.range) continue;
        const name = String(key.value);
        if (name === "<<") continue;
        const here = rangeAt(key.range[0], key.range[1]);
        const first = seen.get(name);
        if (first === undefined) seen.set(name, here.line);
        else {
          problems.push({
            ...here,
            message: `The key "${name}" stands twice in this block; the first is on line ${first}.`,
            severity: "error",
          });
        }
      }
    },
  });
  return problems;
}
