/** How much of an input is looked at: values of any kind, and characters of all texts and keys. */
export interface InputSize {
  values: number;
  characters: number;
}

/** Whether an input holds more than this. Looks no further than the limit, so it costs no more either. */
export function isLargerThan(input: unknown, limit: InputSize): boolean {
  let { values, characters } = limit;
  const open: unknown[] = [input];
  while (open.length > 0) {
    const value = open.pop();
    values -= 1;
    if (typeof value === "string") characters -= value.length;
    if (Array.isArray(value) && value.length > values) return true;
    if (typeof value === "object" && value !== null) {
      for (const key in value) {
        characters -= key.length;
        open.push(Reflect.get(value, key));
        if (open.length > values) return true;
      }
    }
    if (values < 0 || characters < 0) return true;
  }
  return false;
}
