/** One replacement in a text, by offsets. */
export interface TextEdit {
  from: number;
  to: number;
  text: string;
}

/** The smallest single replacement that turns one text into the other; null when they are equal. */
export function smallestEdit(before: string, after: string): TextEdit | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let end = 0;
  while (
    end < shorter - from &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  ) {
    end++;
  }
  return { from, to: before.length - end, text: after.slice(from, after.length - end) };
}
