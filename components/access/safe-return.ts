/** Any origin will do: it only has to be one that no address can name by accident. */
const ourselves = "http://lamina.invalid";

/**
 * Where to go after signing in: an address of this console, or "/". Anything that a browser would
 * read as another site (`//host`, `/\host`, `https:`) is dropped, so a link cannot lead away.
 */
export function safeReturnPath(from: unknown): string {
  if (typeof from !== "string" || !from.startsWith("/")) return "/";
  const url = URL.parse(from, ourselves);
  if (!url || url.origin !== ourselves) return "/";
  const path = `${url.pathname}${url.search}${url.hash}`;
  // `/.//host` is normalised to `//host`, which names another site once it stands alone.
  if (path.startsWith("//") || /^\/(sign-in|api)(\/|\?|$)/.test(path)) return "/";
  return path;
}
