import { AppError } from "@/server/domain/errors/app-error";

/** An IPv4 range; the address is the first of the range. */
export interface Cidr {
  address: number;
  prefix: number;
}

/** Reads `10.96.0.0/16`; a host part is cut off. */
export function parseCidr(text: string): Cidr {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  const octets = match?.slice(1, 5).map(Number) ?? [];
  const prefix = Number(match?.[5]);
  if (octets.length !== 4 || octets.some((octet) => octet > 255) || prefix > 32) {
    throw new AppError("BAD_INPUT", `${text} is no IPv4 range such as 10.96.0.0/16.`);
  }
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  return { address: Math.floor(address / size) * size, prefix };
}

/** The n-th address of a range: the first one (n = 1) of a service range is the API server's. */
export function addressInCidr(text: string, n: number): string {
  return addressText(parseCidr(text).address + n);
}

function addressText(value: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join(".");
}

/** True when two ranges share an address. */
export function cidrsOverlap(a: string, b: string): boolean {
  const [first, second] = [parseCidr(a), parseCidr(b)];
  const [wide, narrow] = first.prefix <= second.prefix ? [first, second] : [second, first];
  const size = 2 ** (32 - wide.prefix);
  return narrow.address >= wide.address && narrow.address < wide.address + size;
}

/** How long the prefix of one node's pod range is: room for 512 nodes, and /24 to /28 for each. */
export function nodeCidrPrefix(podCidr: string): number {
  return Math.min(28, Math.max(24, parseCidr(podCidr).prefix + 9));
}

/** The first node's range of the pod range that none of these holds; undefined when there is none left. */
export function freeNodeCidr(podCidr: string, taken: readonly string[]): string | undefined {
  const range = parseCidr(podCidr);
  const prefix = nodeCidrPrefix(podCidr);
  const size = 2 ** (32 - prefix);
  const used = new Set(taken.map((text) => Math.floor(parseCidr(text).address / size)));
  const first = range.address / size;
  const count = 2 ** (prefix - range.prefix);
  for (let at = first; at < first + count; at += 1) {
    if (!used.has(at)) return `${addressText(at * size)}/${prefix}`;
  }
  return undefined;
}
