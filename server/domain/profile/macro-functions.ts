import { toBase64, toBytes } from "@/server/domain/pack/bytes";
import { isStorable } from "@/server/domain/text/storable";

/** A macro that cannot be evaluated; the message is for the user. */
export class MacroFault extends Error {}

/** The macros of a layer may make so much text, all together. */
export const maxMacroCharacters = 4 * 1024 * 1024;

/** What is said when they would make more. */
export function tooMuchText(): MacroFault {
  const message =
    "The macros of this layer make more than 4 MiB of text: repeat, replace or refer to less.";
  return new MacroFault(message);
}

/** Asked before a text is made, because one function could make gigabytes. */
function refuseLength(characters: number): void {
  if (characters > maxMacroCharacters) throw tooMuchText();
}

type Argument = string | number | boolean;
type MacroFunction = (value: string, ...args: Argument[]) => string;

const text = (value: Argument | undefined, name: string): string => {
  if (value === undefined) throw new MacroFault(`"${name}" needs one more argument.`);
  return String(value);
};

const whole = (value: Argument | undefined, name: string): number => {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new MacroFault(`"${name}" needs a whole number.`);
  }
  return value;
};

const indent: MacroFunction = (value, count) => {
  const pad = " ".repeat(Math.min(Math.max(whole(count, "indent"), 0), 100));
  return pad + replaceAll(value, "\n", `\n${pad}`);
};

/** Every place of `from`; an empty one stands around every character. */
function replaceAll(value: string, from: string, to: string): string {
  const parts = from === "" ? ["", ...Array.from(value), ""] : value.split(from);
  refuseLength(value.length + (parts.length - 1) * (to.length - from.length));
  return parts.join(to);
}

/** Characters, not UTF-16 halves. */
const cut = (value: string, from: number, to?: number) =>
  Array.from(value).slice(from, to).join("");

function decodeBase64(value: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(value), (c) => c.codePointAt(0) ?? 0));
  } catch {
    throw new MacroFault("The value for b64dec is not valid base64.");
  }
}

/** Functions after a pipe, with the meaning they have in Sprig; the piped value comes last there. */
export const macroFunctions: Readonly<Record<string, MacroFunction>> = {
  upper: (value) => value.toUpperCase(),
  lower: (value) => value.toLowerCase(),
  title: (value) =>
    value.replaceAll(/(^|\s)(\S)/g, (_, gap: string, c: string) => gap + c.toUpperCase()),
  default: (value, fallback) => (value === "" ? text(fallback, "default") : value),
  substr: (value, start, end) => {
    const to = whole(end, "substr");
    return cut(value, Math.max(0, whole(start, "substr")), to < 0 ? undefined : to);
  },
  trunc: (value, length) => {
    const count = whole(length, "trunc");
    return count < 0 ? cut(value, count) : cut(value, 0, count);
  },
  trim: (value) => value.trim(),
  trimAll: (value, chars) => {
    const set = new Set(text(chars, "trimAll"));
    const all = Array.from(value);
    const from = all.findIndex((c) => !set.has(c));
    return from === -1 ? "" : all.slice(from, all.findLastIndex((c) => !set.has(c)) + 1).join("");
  },
  trimPrefix: (value, prefix) => {
    const start = text(prefix, "trimPrefix");
    return value.startsWith(start) ? value.slice(start.length) : value;
  },
  trimSuffix: (value, suffix) => {
    const end = text(suffix, "trimSuffix");
    return end !== "" && value.endsWith(end) ? value.slice(0, -end.length) : value;
  },
  replace: (value, from, to) => replaceAll(value, text(from, "replace"), text(to, "replace")),
  nospace: (value) => value.replaceAll(/\s/g, ""),
  quote: (value) => JSON.stringify(value),
  squote: (value) => `'${value}'`,
  b64enc: (value) => toBase64(toBytes(value)),
  b64dec: (value) => {
    const decoded = decodeBase64(value);
    if (isStorable(decoded)) return decoded;
    throw new MacroFault("The value for b64dec holds no text but bytes.");
  },
  repeat: (value, count) => {
    const times = whole(count, "repeat");
    if (times < 0 || times * value.length > 10_000)
      throw new MacroFault("repeat makes too long a text.");
    return value.repeat(times);
  },
  indent,
  nindent: (value, count) => `\n${indent(value, ...(count === undefined ? [] : [count]))}`,
  toString: (value: string) => value,
  int: (value) => String(Number.parseInt(value, 10) || 0),
};
