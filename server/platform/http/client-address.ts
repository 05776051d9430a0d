import type { IncomingMessage } from "node:http";
import { BlockList, isIP } from "node:net";

/** The request header in which the front door tells the rest of the process who the client is. */
export const clientAddressHeader = "x-lamina-client";

/** Addresses and networks (`10.0.0.0/8`) of proxies whose X-Forwarded-For is believed. */
export type TrustedProxies = BlockList;

/** Throws a sentence naming the entry that is none. */
export function trustedProxies(entries: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", prefix] = entry.split("/");
    const family = familyOf(address);
    const longest = family === "ipv4" ? 32 : 128;
    const bits = prefix === undefined ? longest : Number(prefix);
    if (family === null || !Number.isInteger(bits) || bits < 0 || bits > longest)
      throw new Error(`"${entry}" is no IP address or network, for instance 10.0.0.0/8.`);
    list.addSubnet(address, bits, family);
  }
  return list;
}

/**
 * Where a request came from: the last hop that is no trusted proxy. An IPv6 client counts as its /64, since
 * one machine has as many addresses of it as it likes.
 */
export function clientAddress(request: IncomingMessage, proxies: TrustedProxies): string {
  const forwarded = String(request.headers["x-forwarded-for"] ?? "")
    .split(",")
    .map((hop) => hop.trim());
  let client = plain(request.socket.remoteAddress ?? "");
  while (isTrusted(client, proxies)) {
    const hop = plain(forwarded.pop() ?? "");
    if (isIP(hop) === 0) break;
    client = hop;
  }
  return isIP(client) === 6 ? network64(client) : client;
}

function isTrusted(address: string, proxies: TrustedProxies): boolean {
  const family = familyOf(address);
  return family !== null && proxies.check(address, family);
}

function familyOf(address: string): "ipv4" | "ipv6" | null {
  const version = isIP(address);
  if (version === 0) return null;
  return version === 4 ? "ipv4" : "ipv6";
}

/** An IPv4 client of a dual-stack socket is written as an IPv6 address (RFC 4291, section 2.5.5.2). */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, "");

function network64(address: string): string {
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  const zeros = Array.from({ length: missing }, () => "0");
  const first = [...groups, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16));
  return `${first.map((group) => group.toString(16)).join(":")}::/64`;
}
