import { describe, expect, test } from "vitest";
import { compareVersions, describeRange, isInRange, sortNewestFirst } from "./version";

describe("order of versions as packs write them", () => {
  test.each([
    ["1.2.3", "1.2.10", -1],
    ["v1.2.0", "1.2", 0],
    ["25.06.0", "25.6.1", -1],
    ["26.04.4", "26.4.4", 0],
    ["1.5", "1.5.1", -1],
    ["2.0.1-up.1", "2.0.1", -1],
    ["1.0.0-rc.2", "1.0.0-rc.10", -1],
    ["1.0.0-alpha", "1.0.0-1", 1],
    ["1.0.0-a", "1.0.0-a.1", -1],
    ["1.0.0+build5", "1.0.0", 0],
  ])("%s against %s", (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(0 - sign);
  });

  test("newest first", () => {
    const versions = ["1.9.0", "1.10.0-rc.1", "1.10.0", "v0.1"].map((version) => ({ version }));
    expect(sortNewestFirst(versions).map((v) => v.version)).toEqual([
      "1.10.0",
      "1.10.0-rc.1",
      "1.9.0",
      "v0.1",
    ]);
  });
});

describe("ranges are inclusive and may be two-part", () => {
  test.each([
    ["1.36.3", "1.36.3", null, true],
    ["1.36.2", "1.36.3", null, false],
    ["1.36.3", "1.36", null, true],
    ["1.37.2", null, "1.37", true],
    ["1.38.0", null, "1.37", false],
    ["1.37.2", null, "1.37.1", false],
    ["1.34.99", "1.30.0", "1.34.99", true],
    ["2.5.0", null, "2", true],
    ["9.9.9", null, null, true],
  ])("%s in %s..%s is %s", (version, min, max, expected) => {
    expect(isInRange(version, min, max)).toBe(expected);
  });

  test("a range is told in words", () => {
    expect(describeRange("1.30.0", "1.34")).toBe("1.30.0 to 1.34");
    expect(describeRange("1.30.0", null)).toBe("1.30.0 or newer");
    expect(describeRange(null, "1.34")).toBe("1.34 or older");
    expect(describeRange(null, null)).toBe("any version");
  });
});
