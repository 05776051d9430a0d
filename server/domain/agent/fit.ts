import { maxReportBytes } from "./limits";

const encoder = new TextEncoder();

/**
 * The longest prefix of `items` whose JSON stays below `maxBytes`.
 * Callers sort by importance first, so what falls off matters least.
 */
export function fitToLimit<T>(items: readonly T[], maxBytes = maxReportBytes): T[] {
  const kept: T[] = [];
  let bytes = 2;
  for (const item of items) {
    bytes += encoder.encode(JSON.stringify(item)).length + 1;
    if (bytes > maxBytes) break;
    kept.push(item);
  }
  return kept;
}
