import { expect, test } from "vitest";
import { addressInCidr, cidrsOverlap, nodeCidrPrefix, parseCidr } from "./cidr";

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
