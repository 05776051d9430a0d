import { type ParsedYaml, parseYaml } from "./parse";

const kept = 8;
const recent = new Map<string, ParsedYaml>();

/**
 * parseYaml with a short memory: an edit of many keys reads the same text again and again. The answer is
 * shared, so callers must not change it.
 */
export function parseRecent(text: string): ParsedYaml {
  const known = recent.get(text);
  if (known) return known;
  const parsed = parseYaml(text);
  if (recent.size >= kept) recent.delete(recent.keys().next().value ?? "");
  recent.set(text, parsed);
  return parsed;
}
