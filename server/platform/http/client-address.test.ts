import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { clientAddress, trustedProxies } from "./client-address";

const from = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded },
  }) as unknown as IncomingMessage;

test.each([
  ["a direct client", "192.0.2.7", undefined, "192.0.2.7"],
  ["a claim without a proxy", "192.0.2.7", "198.51.100.1", "192.0.2.7"],
  ["a client behind the proxy", "10.0.0.2", "198.51.100.1", "198.51.100.1"],
  ["a client that claims more hops", "10.0.0.2", "203.0.113.9, 198.51.100.1", "198.51.100.1"],
  ["two proxies", "10.0.0.2", "198.51.100.1, 10.9.9.9", "198.51.100.1"],
  ["a proxy that says nothing", "10.0.0.2", undefined, "10.0.0.2"],
  ["a proxy that says nonsense", "10.0.0.2", "unknown", "10.0.0.2"],
  ["an IPv4 client of a dual-stack socket", "::ffff:192.0.2.7", undefined, "192.0.2.7"],
  ["an IPv6 client", "2001:db8:1:2:3:4:5:6", undefined, "2001:db8:1:2::/64"],
  ["a shortened IPv6 client", "2001:db8::6", undefined, "2001:db8:0:0::/64"],
  ["an IPv6 proxy", "fd00::5", "2001:db8:7::1", "2001:db8:7:0::/64"],
])("%s", (_who, remote, forwarded, client) => {
  const proxies = trustedProxies(["10.0.0.0/8", "fd00::5"]);
  expect(clientAddress(from(remote, forwarded), proxies)).toBe(client);
});

test.each(["10.0.0.0/33", "example.org", "10.0.0", "::1/129", "10.0.0.0/x"])(
  "%s is refused as a network",
  (entry) => expect(() => trustedProxies([entry])).toThrow(entry),
);
