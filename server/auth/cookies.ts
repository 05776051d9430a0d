/** True when browsers reach the console over TLS, so that its cookies may say so. */
export const isSecure = (url: string): boolean => url.startsWith("https://");

/**
 * The names of the console's cookies. Over TLS they carry the prefix that makes the browser refuse one set
 * by another host or without TLS (RFC 6265bis, section 4.1.3).
 */
export function cookieNames(url: string) {
  const prefix = isSecure(url) ? "__Host-" : "";
  return {
    session: `${prefix}lamina-session`,
    csrf: `${prefix}lamina-csrf`,
    callback: `${prefix}lamina-callback`,
    /** Bound to the sign-in's path, which the prefix does not allow. */
    device: `${isSecure(url) ? "__Secure-" : ""}lamina-device`,
  };
}
