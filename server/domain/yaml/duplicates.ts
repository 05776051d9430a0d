import { type Document, isScalar, visit } from "yaml";
import { clip } from "@/server/domain/agent/text";
import type { Problem, TextRange } from "./types";

/** The first keys that stand twice in one mapping, in linear time. Merge keys may repeat. */
export function findDuplicateKeys(
  document: Document.Parsed,
  rangeAt: (from: number, to: number) => TextRange,
  most: number,
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
          if (problems.length === most) return visit.BREAK;
          problems.push({
            ...here,
            message: `The key "${clip(name, 60)}" stands twice in this block; the first is on line ${first}.`,
            reason: "a key stands twice",
            severity: "error",
          });
        }
      }
      return undefined;
    },
  });
  return problems;
}
