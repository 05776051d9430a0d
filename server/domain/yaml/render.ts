import { Document, type ToStringOptions } from "yaml";
import { toJson } from "@/server/domain/json/exact";
import { isMap } from "./data";
import { schema } from "./schema";
import type { YamlValue } from "./types";

/** Quotes whatever Kubernetes, Helm or another YAML reader would not read as the same text. */
function print(value: YamlValue, options: ToStringOptions): string {
  const document = new Document(value, { schema, aliasDuplicateObjects: false });
  return document
    .toString({ lineWidth: 0, flowCollectionPadding: false, ...options })
    .replace(/\n$/, "");
}

/** YAML text of a value as a block, without a final line break. */
export function renderBlock(value: YamlValue, indent = 2): string {
  // Go reads a block text only below a key or a dash.
  return typeof value === "string" ? printScalar(value) : print(value, { indent });
}

/** YAML text of a value on one line. */
export function renderInline(value: YamlValue): string {
  return scalarType.test(typeof value) ? printScalar(value) : printFlow(value);
}

const scalarType = /^(?:string|number|bigint|boolean)$/;

function printScalar(value: YamlValue): string {
  // A block scalar needs lines of its own, so text with line breaks is written in double quotes.
  if (typeof value === "string" && /[\n\r]/.test(value)) return toJson(value);
  return print(value, { blockQuote: false });
}

function printFlow(value: YamlValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return `[${value.map(flowItem).join(", ")}]`;
  if (!isMap(value)) return printScalar(value);
  const pairs = Object.entries(value).map(([key, item]) => `${flowItem(key)}: ${flowItem(item)}`);
  return pairs.length > 0 ? `{ ${pairs.join(", ")} }` : "{}";
}

/** Inside brackets plain text must not hold any of YAML's own signs. */
function flowItem(value: YamlValue): string {
  if (typeof value !== "string") return renderInline(value);
  const plain = printScalar(value);
  return /^[\w./-]+$/.test(plain) ? plain : toJson(value);
}

/** True for values that need no lines of their own after `key:`. */
export function fitsOnKeyLine(value: YamlValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isMap(value)) return Object.keys(value).length === 0;
  return true;
}
