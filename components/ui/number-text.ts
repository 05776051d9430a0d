/** The number that a person typed: plain decimals only; NaN while the text is none. */
export function readNumber(text: string): number {
  const plain = text.trim();
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

/** One step from a value, kept in range; from no number it begins at the lowest. */
export function stepNumber(value: number, by: number, min: number, max: number): number {
  return Number.isNaN(value) ? min : Math.min(max, Math.max(min, value + by));
}
