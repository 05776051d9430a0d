import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** The request header in which pages find the nonce of their own scripts. */
export const nonceHeader = "x-nonce";

/** A year, the least that browsers' preload lists take (seconds). */
const hstsSeconds = 31_536_000;

/**
 * Sets what every answer says to the browser. Scripts run only with the nonce of their own page: Next finds
 * it in the request's policy and writes it into its script tags.
 */
export function setSecurityHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  { url, dev }: { url: string; dev: boolean },
): void {
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce, dev);
  request.headers[nonceHeader] = nonce;
  request.headers["content-security-policy"] = policy;
  response.setHeader("Content-Security-Policy", policy);
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("X-Frame-Options", "DENY");
  response.setHeader("Referrer-Policy", "same-origin");
  response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  if (url.startsWith("https://"))
    response.setHeader("Strict-Transport-Security", `max-age=${hstsSeconds}`);
}

/** Everything comes from the console itself: an air-gapped installation needs nothing else. */
function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'self'",
    // React needs eval while developing.
    `script-src 'self' 'nonce-${nonce}'${dev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
