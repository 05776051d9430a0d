/** Whether the database and JSON can hold a text: neither a NUL nor half of a surrogate pair is in it. */
export function isStorable(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}

/** What is said of a text that is not. */
export const notStorable =
  "The text holds a character that cannot be stored (a NUL, or half of a Unicode character): take it out.";

/** The path of the first text in a value that cannot be stored, or null; a key counts for what holds it. */
export function unstorablePath(value: unknown): string[] | null {
  if (typeof value === "string") return isStorable(value) ? null : [];
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorable(key)) return [];
    const path = unstorablePath(inner);
    if (path) return [key, ...path];
  }
  return null;
}
