/** True when every word of the query is in one of the texts; upper and lower case are the same. */
export function wordsFit(query: string, texts: readonly (string | null | undefined)[]): boolean {
  const text = texts.join(" ").toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
