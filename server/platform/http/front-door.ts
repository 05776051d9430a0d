import type { RequestListener, Server } from "node:http";
import { checkBodyLength, limitChunkedBody } from "./body-limit";
import { clientAddress, clientAddressHeader, trustedProxies } from "./client-address";
import { refuse } from "./refusal";
import { checkHost, checkOrigin } from "./same-origin";
import { setSecurityHeaders } from "./security-headers";

/** What the front door has to know of the installation. */
export interface FrontDoorSettings {
  /** The console's public address. */
  url: string;
  /** Further names under which it may be opened. */
  allowedHosts: readonly string[];
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  dev: boolean;
}

/**
 * Everything that is decided of a request before any handler sees it and before a byte of its body is read:
 * who sent it, whether it may come this way, how large it may be. So nothing that a stranger sends costs
 * more than reading its head.
 */
export function frontDoor(settings: FrontDoorSettings, next: RequestListener): RequestListener {
  const { url, allowedHosts, dev } = settings;
  const proxies = trustedProxies(settings.trustedProxies);
  const checks = [checkHost(url, allowedHosts), checkOrigin(url), checkBodyLength];
  return (request, response) => {
    setSecurityHeaders(request, response, { url, dev });
    for (const check of checks) {
      const refusal = check(request);
      if (refusal) return refuse(response, refusal);
    }
    limitChunkedBody(request, response);
    // Overwritten, so nobody can claim another's address.
    request.headers[clientAddressHeader] = clientAddress(request, proxies);
    return next(request, response);
  };
}

/** Bounds what connections may cost that send nothing, or slowly. */
export function limitConnections(server: Server): void {
  server.headersTimeout = 15_000;
  server.requestTimeout = 60_000;
  server.maxConnections = 4096;
}
