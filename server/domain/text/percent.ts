/** Undoes percent-encoding; a text that is not encoded rightly stays as it came, and is then not found. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
