import { expect, test } from "vitest";
import { releaseNameFault, toReleaseName } from "./release-names";

test("a name that Helm takes stays as it is", () => {
  for (const name of ["web", "a-b", "r".repeat(53)]) expect(toReleaseName(name)).toBe(name);
});

test.each([
  [`${"x".repeat(62)}-operator`, `${"x".repeat(62)}-instance`],
  ["a.b-web", "a-b-web"],
  ["a_b", "a-b"],
  ["A", "a"],
  ["...", "___"],
  ["r".repeat(54), "r".repeat(55)],
  [`${"r".repeat(43)}-aaaaaaaaaa`, `${"r".repeat(43)}-bbbbbbbbbb`],
])("%s and %s give two releases that Helm takes", (one, other) => {
  expect(toReleaseName(one)).not.toBe(toReleaseName(other));
  for (const name of [one, other].map(toReleaseName)) expect(releaseNameFault(name)).toBe(null);
});

test.each(["", "My.Release_1", "-a", "a-", "a..b", ".a", "a b", "é", "r".repeat(54)])(
  "%j is refused, as Helm refuses it",
  (name) => {
    expect(releaseNameFault(name)).not.toBe(null);
  },
);
