import { expect, test } from "vitest";
import { nextVersion, versionProblem } from "./next-version";

test.each([
  [[], "patch", "1.0.0"],
  [["1.0.0"], "patch", "1.0.1"],
  [["1.9.0", "1.10.2"], "patch", "1.10.3"],
  [["1.2.3"], "minor", "1.3.0"],
  [["1.2.3"], "major", "2.0.0"],
  [["2.0.0-beta.1", "1.4.0"], "patch", "2.0.0"],
] as const)("after %j the next %s is %s", (versions, bump, want) => {
  expect(nextVersion(versions, bump)).toBe(want);
});

test("a version is refused for its form first, then because it exists", () => {
  expect(versionProblem("v1.2", [])).toContain("1.2.0");
  expect(versionProblem("1.0.0", ["1.0.0"])).toContain("1.0.1");
  expect(versionProblem("1.0.1", ["1.0.0"])).toBeNull();
});
