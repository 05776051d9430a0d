/** Flags of a program by name; a list repeats nothing but is joined by commas, as Kubernetes reads it. */
export type Flags = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Flags as arguments, in the order given: `--name=value`. */
export function toArgs(flags: Flags): string[] {
  return Object.entries(flags).map(([name, value]) =>
    Array.isArray(value) ? `--${name}=${value.join(",")}` : `--${name}=${String(value)}`,
  );
}
