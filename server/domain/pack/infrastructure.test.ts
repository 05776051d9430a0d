import { expect, test } from "vitest";
import { availabilityFault, infrastructureFault, supportsInfrastructure } from "./infrastructure";

const pack = (...cloudTypes: string[]) => ({ displayName: "Web", cloudTypes });

test.each([
  [["all"], "local", true],
  [["aws", "all"], "local", true],
  [["local"], "local", true],
  [["aws"], "local", false],
  [[], "local", false],
  [["aws"], "all", true],
])("a pack for %j on %s: %s", (cloudTypes, infrastructure, supported) => {
  expect(supportsInfrastructure(pack(...cloudTypes), infrastructure)).toBe(supported);
  expect(infrastructureFault(pack(...cloudTypes), infrastructure) === null).toBe(supported);
});

test("a pack that no available infrastructure supports is told with what it supports", () => {
  expect(availabilityFault(pack("aws", "gcp"))).toBe(
    "Web does not support local infrastructure. It supports: aws, gcp.",
  );
  expect(availabilityFault(pack("aws", "local"))).toBeNull();
});
