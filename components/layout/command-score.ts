import { wordsFit } from "@/components/ui/words-fit";

/**
 * How well a command answers a search, from 0 (not at all) to 1. Every word must stand in its words, of which
 * the first is the label; letters strewn over them are no match.
 */
export function commandScore(search: string, [label = "", ...more]: readonly string[]): number {
  if (!wordsFit(search.trim(), [label, ...more])) return 0;
  if (label.toLowerCase().startsWith(search.trim().toLowerCase())) return 1;
  return wordsFit(search.trim(), [label]) ? 0.8 : 0.6;
}
