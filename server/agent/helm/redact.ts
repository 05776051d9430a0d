const secretKey =
  /pass|token|secret|credential|apikey|api_key|private|auth|licen[sc]e|cert|\bkey$/i;
const minLength = 4;
/** Long words without a blank are taken for keys wherever they stand. */
const keyLike = /^[\w+/=.:-]{24,}$/;

/**
 * The texts of a layer that must never leave the agent: everything under a key that sounds like a secret,
 * and everything that looks like a key. Base64 spellings count as well.
 */
export function secretsOf(...sources: unknown[]): string[] {
  const found = new Set<string>();
  for (const source of sources) collect(source, false, found);
  const encoded = [...found].map((text) => Buffer.from(text, "utf8").toString("base64"));
  // The longest first: a secret that contains another one is replaced as a whole.
  return [...new Set([...found, ...encoded])].sort((a, b) => b.length - a.length);
}

/** The text with every secret replaced by `***`. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets.reduce((current, secret) => current.replaceAll(secret, "***"), text);
}

function collect(value: unknown, secret: boolean, found: Set<string>): void {
  if (typeof value === "string") {
    for (const line of [value, ...value.split("\n")]) {
      const text = line.trim();
      if (text.length >= minLength && (secret || keyLike.test(text))) found.add(text);
    }
  } else if (typeof value === "number" && secret) {
    if (String(value).length >= minLength) found.add(String(value));
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, secret, found);
  } else if (typeof value === "object" && value !== null) {
    const all = secret || ("kind" in value && value.kind === "Secret");
    for (const [key, item] of Object.entries(value)) {
      const inSecret = all && (key === "data" || key === "stringData");
      collect(item, secret || inSecret || secretKey.test(key), found);
    }
  }
}
