import { isIP } from "node:net";
import type { RequestCheck } from "./refusal";

/** Methods that change nothing (RFC 9110, section 9.2.1). */
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Fetch metadata of requests that a page of ours or a person typing an address makes. */
const ownSites = new Set(["same-origin", "none"]);

/**
 * Refuses a name that is none of the console's: a page that rebinds its own name to this machine would
 * otherwise be of the same origin. An address needs no list, since only names can be rebound.
 */
export function checkHost(url: string, allowed: readonly string[]): RequestCheck {
  const names = new Set([new URL(url).hostname, "localhost", ...allowed]);
  return ({ headers, url: path }) => {
    const name = hostName(headers.host);
    if (name === null) return { status: 400, message: "Send a Host header with the request." };
    if (names.has(name) || name.endsWith(".localhost") || isIP(unbracket(name)) !== 0) return null;
    // A probe names whatever it likes, and learns only that the console is up.
    if (path === "/api/healthz") return null;
    const message = `This console is not known as ${name}: open ${url}, or add the name to LAMINA_ALLOWED_HOSTS.`;
    return { status: 421, message };
  };
}

/** Refuses what another site makes a browser send to change something. */
export function checkOrigin(url: string): RequestCheck {
  const own = new URL(url).origin;
  return ({ method = "GET", headers }) => {
    if (safeMethods.has(method)) return null;
    const { origin, host } = headers;
    const site = headers["sec-fetch-site"];
    const foreignSite = typeof site === "string" && !ownSites.has(site);
    const foreignOrigin = origin !== undefined && origin !== own && hostOf(origin) !== host;
    if (!foreignSite && !foreignOrigin) return null;
    return { status: 403, message: "A page of another site may not change anything here." };
  };
}

/** The lower-case name of a Host header, without its port; null when it is none (RFC 9112, section 3.2). */
function hostName(header = ""): string | null {
  const name = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d+)?$/i.exec(header)?.[1];
  return name?.toLowerCase() ?? null;
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

const unbracket = (name: string) => name.replace(/^\[|\]$/g, "");
