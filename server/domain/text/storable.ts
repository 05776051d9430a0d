/** Whether the database and JSON can hold a text: neither a NUL nor half of a surrogate pair is in it. */
export function isStorable(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text);
}

/** What is said of a text that is not. */
export const notStorable =
  "The text holds a character that cannot be stored (a NUL, or half of a Unicode character): take it out.";
