import { expect, test } from "vitest";
import { fileNameOf, platformOf, renderTemplate } from "./platform";

test.each([
  ["linux", "x64", { os: "linux", arch: "amd64" }],
  ["darwin", "arm64", { os: "darwin", arch: "arm64" }],
  ["win32", "x64", { os: "windows", arch: "amd64" }],
  ["plan9", "mips", { os: "plan9", arch: "mips" }],
])("platformOf: %s %s", (os, arch, want) => {
  expect(platformOf(os, arch)).toEqual(want);
});

test("renderTemplate fills every placeholder, repeated ones too", () => {
  const vars = { version: "3.6.16", os: "linux", arch: "amd64" };
  expect(renderTemplate("v{version}/etcd-v{version}-{os}-{arch}", vars)).toBe(
    "v3.6.16/etcd-v3.6.16-linux-amd64",
  );
});

test("renderTemplate refuses a placeholder it does not know", () => {
  expect(() => renderTemplate("{version}/{libc}", { version: "1" })).toThrow("{libc}");
});

test("fileNameOf ignores the query", () => {
  expect(fileNameOf("https://example.com/a/kubectl?x=1")).toBe("kubectl");
});
