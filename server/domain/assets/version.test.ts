import { expect, test } from "vitest";
import { isPinnedVersion, parseVersionOutput, requiredGo } from "./version";

test.each([
  ["Kubernetes v1.37.2", "1.37.2"],
  ["etcd Version: 3.6.16\nGit SHA: Not provided\nGo Version: go1.26.8", "3.6.16"],
  ["v4.3.1+gabcdef0", "4.3.1"],
  ["kwok version v0.8.0 go1.26.8 (linux/amd64)", "0.8.0"],
  ["Client Version: v1.37.2\nKustomize Version: v5.8.1", "1.37.2"],
  ["v1.38.0-rc.1", "1.38.0-rc.1"],
  ["unknown flag: --version", undefined],
])("parseVersionOutput: %s", (output, want) => {
  expect(parseVersionOutput(output)).toBe(want);
});

test("a pre-release or vendor build of the pinned version does not count as it", () => {
  expect(isPinnedVersion("Kubernetes v1.37.2", "1.37.2")).toBe(true);
  expect(isPinnedVersion("Kubernetes v1.37.2-gke.100", "1.37.2")).toBe(false);
  expect(isPinnedVersion("Kubernetes v1.37.20", "1.37.2")).toBe(false);
});

test("requiredGo reads the go line only", () => {
  expect(requiredGo("module x\n\ngo 1.26.0\n\ngodebug default=go1.26\n")).toBe("1.26");
  expect(requiredGo("module go 1.2\n")).toBeUndefined();
});
