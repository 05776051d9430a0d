import { isScalar } from "yaml";
import { clip } from "@/server/domain/agent/text";
import { toJson } from "@/server/domain/json/exact";
import type { ScalarValue } from "./go-scalar";

/** The text of a key, or what to tell the person who wrote it. */
export type KeyReading = { name: string; fault?: undefined } | { name: string; fault: string };

/** Mappings of Kubernetes have texts as keys; what Go would turn into another text is refused. */
export function readKey(node: unknown, value: unknown, source: string): KeyReading {
  if (typeof value === "object" && value !== null)
    return { name: "", fault: collectionKey(source) };
  if (typeof value === "string") {
    return isTooLong(value) ? { name: value, fault: tooLong } : { name: value };
  }
  const written = isScalar(node) ? (node.source ?? "") : "";
  const name = goKey(value as ScalarValue);
  if (name === written) return { name };
  return { name: name ?? "", fault: otherKey(written, name) };
}

/** Go looks no further for the colon; values travel to Helm as JSON, where a key is spelt in quotes. */
function isTooLong(name: string): boolean {
  return name.length > 100 && toJson(name).length > 1024;
}

const tooLong = "A key can have at most 1024 characters.";

/** How Go spells a key that is no text; undefined where it refuses one. */
function goKey(value: ScalarValue): string | undefined {
  if (value === null) return undefined;
  if (typeof value === "bigint")
    return value >= -(2n ** 63n) && value < 2n ** 63n ? String(value) : undefined;
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  // As a float of 32 bits: six digits stay as they are.
  return String(Number(value.toPrecision(6))) === String(value) && Math.abs(value) >= 1e-4
    ? String(value)
    : undefined;
}

function otherKey(written: string, name: string | undefined): string {
  const shown = clip(written, 60);
  if (written === "") return "A key is missing before the colon.";
  const read = name === undefined ? "no text" : `"${clip(name, 60)}"`;
  return `Kubernetes reads the key ${shown} as ${read}; put quotes around it.`;
}

function collectionKey(source: string): string {
  const template = /^\{\{.*\}\}$/.test(source.trim());
  return template
    ? `Put quotes around ${clip(source.trim(), 60)}: without them YAML reads the braces as a mapping.`
    : "A key must be text; a list or a mapping cannot be one.";
}
