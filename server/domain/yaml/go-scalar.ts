/** What a scalar stands for; an integer that a JavaScript number cannot hold exactly is a bigint. */
export type ScalarValue = string | number | bigint | boolean | null;

/** The beginning of every scalar without quotes that is no text. */
const mayBeOther = /^(?:$|[-+.\d~yYnNtTfFoO])/;

const words = new Map<string, boolean | null>([
  ...spellings(["y", "yes", "true", "on"], true),
  ...spellings(["n", "no", "false", "off"], false),
  ...spellings(["", "~", "null"], null),
]);

const infinite = /^[-+]?\.(?:inf|Inf|INF)$/;
const notANumber = /^\.(?:nan|NaN|NAN)$/;
const decimal = /^[-+]?\d+$/;
const octal = /^[-+]?0[0-7]+$/;
const prefixed = /^[-+]?0(?:x[\da-f]+|o[0-7]+|b[01]+)$/i;
const float = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/**
 * The meaning of a scalar without quotes and tag for the YAML reader of Kubernetes and Helm
 * (sigs.k8s.io/yaml): `yes`, `on` and `y` are booleans, `0644` is octal, `12:30`, `1e400` and dates are
 * text. Only integers of more than 64 bits differ: Go rounds them, here every digit is kept.
 */
export function goScalar(source: string): ScalarValue {
  if (!mayBeOther.test(source)) return source;
  const word = words.get(source);
  if (word !== undefined) return word;
  if (infinite.test(source)) return source.startsWith("-") ? -Infinity : Infinity;
  if (notANumber.test(source)) return Number.NaN;
  // Underscores group digits; in a number that begins with its point, only between two digits.
  const strict = source.startsWith(".") && /^_|[^\d]_|_[^\d]|_$/.test(source);
  const digits = strict ? source : source.replaceAll("_", "");
  return wholeNumber(digits) ?? floatingPoint(digits) ?? source;
}

/** True for a scalar that is spelt as an integer; `1e3` and `1.0` are none. */
export function isSpeltAsInteger(source: string): boolean {
  return /^[-+\d]/.test(source) && wholeNumber(source.replaceAll("_", "")) !== undefined;
}

/** True for a text that this or another YAML reader takes for something else when it has no quotes. */
export function needsQuotes(text: string): boolean {
  return typeof goScalar(text) !== "string" || otherReaders.test(text);
}

/** Dates, `12:30` (base 60) and merge keys, which mean something to readers of other versions of YAML. */
const otherReaders =
  /^(?:\d{4}-\d\d?-\d\d?(?:[Tt \t].*)?|[-+]?[\d_]+(?::[0-5]?\d)+(?:\.[\d_]*)?|<<|=)$/;

function spellings<T>(names: readonly string[], value: T): [string, T][] {
  return names.flatMap((name): [string, T][] => [
    [name, value],
    [name.slice(0, 1).toUpperCase() + name.slice(1), value],
    [name.toUpperCase(), value],
  ]);
}

function wholeNumber(text: string): number | bigint | undefined {
  // Go reads the sign of a binary number behind its prefix too.
  const source = text.replace(/^0b([-+])/, "$10b");
  if (prefixed.test(source)) return in64Bits(source, source.replace(/^[-+]/, ""));
  if (octal.test(source)) {
    const value = in64Bits(source, source.replace(/^[-+]?0/, "0o"));
    if (value !== undefined) return value;
  }
  if (!decimal.test(source) || /^[-+]?0\d/.test(source)) return undefined;
  return exact(BigInt(source.replace(/^\+/, "")));
}

/** With a sign 63 bits fit, without one 64. */
function in64Bits(source: string, unsigned: string): number | bigint | undefined {
  const magnitude = BigInt(unsigned);
  const negative = source.startsWith("-");
  const most = source.startsWith("+") ? 2n ** 63n - 1n : negative ? 2n ** 63n : 2n ** 64n - 1n;
  return magnitude > most ? undefined : exact(negative ? -magnitude : magnitude);
}

function exact(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** Too large a number is text for Go, too small a one is 0. */
function floatingPoint(source: string): number | undefined {
  if (!float.test(source)) return undefined;
  const value = Number(source);
  return Number.isFinite(value) ? value : undefined;
}
