import { expect, test } from "vitest";
import { addressInCidr, cidrsOverlap, freeNodeCidr, nodeCidrPrefix, parseCidr } from "./cidr";

test.each([
  ["10.96.0.0/16", 1, "10.96.0.1"],
  ["10.96.3.7/12", 1, "10.96.0.1"],
  ["192.168.255.0/24", 255, "192.168.255.255"],
])("address of %s + %i", (cidr, n, want) => {
  expect(addressInCidr(cidr, n)).toBe(want);
});

test.each(["10.96.0.0", "10.96.0.0/33", "256.0.0.0/8", "::/0", ""])("%j is refused", (text) => {
  expect(() => parseCidr(text)).toThrow("no IPv4 range");
});

test.each([
  ["10.244.0.0/16", "10.96.0.0/12", false],
  ["10.96.0.0/16", "10.96.128.0/20", true],
  ["10.96.128.0/20", "10.96.0.0/16", true],
  ["0.0.0.0/0", "10.0.0.0/8", true],
])("%s and %s overlap: %s", (a, b, want) => {
  expect(cidrsOverlap(a, b)).toBe(want);
});

test.each([
  ["10.244.0.0/16", 25],
  ["10.0.0.0/8", 24],
  ["10.0.0.0/22", 28],
])("nodes of %s get /%i", (cidr, want) => {
  expect(nodeCidrPrefix(cidr)).toBe(want);
});

test.each([
  ["10.244.0.0/16", [], "10.244.0.0/25"],
  ["10.244.0.0/16", ["10.244.0.0/25", "10.244.1.0/25"], "10.244.0.128/25"],
  ["10.0.0.0/27", ["10.0.0.0/28"], "10.0.0.16/28"],
  ["10.0.0.0/27", ["10.0.0.0/28", "10.0.0.16/28"], undefined],
])("in %s with %j taken the next node gets %s", (podCidr, taken, want) => {
  expect(freeNodeCidr(podCidr, taken)).toBe(want);
});

test("five hundred and twelve nodes of the usual pod range get a range each, all inside it", () => {
  const taken: string[] = [];
  for (let n = 0; n < 512; n += 1) taken.push(freeNodeCidr("10.244.0.0/16", taken) ?? "none");
  expect(new Set(taken).size).toBe(512);
  expect(taken.every((cidr) => cidrsOverlap(cidr, "10.244.0.0/16"))).toBe(true);
  expect(freeNodeCidr("10.244.0.0/16", taken)).toBeUndefined();
});
