/**
 * Versions as packs have them: `1.2.3`, `v1.2`, `25.06.0`, `1.5`, `2.0.1-up.1`. Semver libraries refuse
 * many of these, so: strip the v, compare numbers, then the pre-release part.
 */
interface ParsedVersion {
  numbers: number[];
  pre: string[];
}

function parse(version: string): ParsedVersion {
  const [main = "", ...pre] = version.trim().replace(/^v/i, "").replace(/\+.*$/, "").split("-");
  return {
    numbers: main.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : 0)),
    pre: pre.length > 0 ? pre.join("-").split(".") : [],
  };
}

/** Negative when a is older than b, 0 when equal (missing parts count as 0), positive when newer. */
export function compareVersions(a: string, b: string): number {
  const left = parse(a);
  const right = parse(b);
  const length = Math.max(left.numbers.length, right.numbers.length);
  for (let i = 0; i < length; i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePre(left.pre, right.pre);
}

/** As in semver: none is newest, numbers before words, more parts after fewer. */
function comparePre(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const left = a[i];
    const right = b[i];
    if (left === undefined || right === undefined) return a.length - b.length;
    const difference = comparePart(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePart(a: string, b: string): number {
  const numbers = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (numbers[0] && numbers[1]) return Number(a) - Number(b);
  if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
  return a === b ? 0 : a < b ? -1 : 1;
}

/**
 * True when min <= version <= max; null = open. A short upper bound takes in its whole train:
 * 1.34.7 is within "up to 1.34".
 */
export function isInRange(version: string, min: string | null, max: string | null): boolean {
  if (min !== null && compareVersions(version, min) < 0) return false;
  if (max === null) return true;
  const parts = parse(max);
  if (parts.pre.length > 0 || parts.numbers.length > 2) return compareVersions(version, max) <= 0;
  const train = parse(version).numbers.slice(0, parts.numbers.length).join(".");
  return compareVersions(train, max) <= 0;
}

/** `1.30.0 to 1.34`, `1.30.0 or newer`, `1.34 or older`, `any version`. */
export function describeRange(min: string | null, max: string | null): string {
  if (min !== null && max !== null) return min === max ? min : `${min} to ${max}`;
  if (min !== null) return `${min} or newer`;
  return max === null ? "any version" : `${max} or older`;
}

/** Newest first; pre-releases after the releases they lead to. */
export function sortNewestFirst<T extends { version: string }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => compareVersions(b.version, a.version));
}
