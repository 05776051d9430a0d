import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/** A browser in which a person signed in is known for this long (seconds). */
const lifetimeSeconds = 365 * 24 * 60 * 60;

/**
 * Marks a browser in which somebody signed in: `<random>.<signature over it and the address>`. It proves
 * nothing but that, and only changes what a wrong password there counts for (OWASP, "Device cookies").
 */
export function issueDevice(email: string, secret: string): string {
  const id = randomBytes(16).toString("base64url");
  return `${id}.${signature(id, email, secret)}`;
}

/** The browser's mark when it was issued for this address; null for any other text. */
export function knownDevice(
  cookie: string | undefined,
  email: string,
  secret: string,
): string | null {
  const [id = "", given = ""] = (cookie ?? "").split(".");
  const expected = Buffer.from(signature(id, email, secret));
  const actual = Buffer.from(given);
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return null;
  return id;
}

/** The `Set-Cookie` header of a mark. */
export function deviceCookie(name: string, value: string, secure: boolean): string {
  const attributes = `Path=/api/auth; HttpOnly; SameSite=Lax; Max-Age=${lifetimeSeconds}`;
  return `${name}=${value}; ${attributes}${secure ? "; Secure" : ""}`;
}

function signature(id: string, email: string, secret: string): string {
  const address = email.trim().toLowerCase();
  return createHmac("sha256", secret)
    .update(JSON.stringify(["device", id, address]))
    .digest("base64url");
}
