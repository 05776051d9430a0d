import { parse, stringify } from "lossless-json";

/** Characters that a YAML 1.1 reader takes for a line break or refuses; JSON holds them inside strings only. */
const unsafeInYaml = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * JSON with every digit of a bigint, which Go's YAML reader reads unchanged too: the API server takes an
 * applied object, and Helm its values, through that one.
 */
export function toJson(value: unknown): string {
  const text = plainJson(value) ?? stringify(value) ?? "null";
  return text.replaceAll(unsafeInYaml, escaped);
}

/** A character as JSON and YAML escape it. */
export function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Undefined when the value holds a bigint, of which the built-in function knows nothing. */
function plainJson(value: unknown): string | undefined {
  let exact = true;
  const text = JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== "bigint") return item;
    exact = false;
    return null;
  });
  return exact ? text : undefined;
}

/** Reads JSON; integers that a number cannot hold exactly become a bigint. Throws a SyntaxError. */
export function fromJson(text: string): unknown {
  return longNumber.test(text) ? parse(text, undefined, toNumber) : JSON.parse(text);
}

/** Sixteen digits in a row: most answers hold none, and the built-in reader is much faster. */
const longNumber = /\d{16}/;

function toNumber(source: string): number | bigint {
  const value = Number(source);
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(source) ? value : BigInt(source);
}
