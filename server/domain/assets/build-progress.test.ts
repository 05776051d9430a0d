import { expect, test } from "vitest";
import {
  buildProgressView,
  classifyBuildOutput,
  countStale,
  foldBuildLine,
  startBuildProgress,
} from "./build-progress";

const fold = (total: number, lines: string[]) =>
  lines.reduce(foldBuildLine, startBuildProgress(total));

test("packages count towards the total, which keeps a hundredth for the linker", () => {
  const half = fold(
    200,
    Array.from({ length: 100 }, (_, i) => `k8s.io/api/p${i}`),
  );
  expect(buildProgressView(half)).toEqual({
    done: 100,
    total: 202,
    unit: "packages",
    line: "Compiling k8s.io/api/p99",
  });
});

test("after the last package the linker is at work and the share stays below 100 %", () => {
  const view = buildProgressView(fold(2, ["fmt", "k8s.io/kubernetes/cmd/kube-apiserver"]));
  expect(view.line).toBe("Linking the program");
  expect(view.done).toBeLessThan(view.total);
});

test("more packages than expected never exceed the total", () => {
  const view = buildProgressView(fold(1, ["a", "b", "c"]));
  expect(view).toMatchObject({ done: 1, total: 2 });
});

test("module downloads are shown before anything is compiled", () => {
  const view = buildProgressView(
    fold(0, ["go: downloading k8s.io/api v0.37.2", "go: downloading golang.org/x/net v0.5.0"]),
  );
  expect(view).toEqual({
    done: 2,
    total: 0,
    unit: "modules",
    line: "Downloading module golang.org/x/net v0.5.0",
  });
});

test("the compiler's complaints are kept, its progress is not", () => {
  const progress = fold(9, ["fmt", "# example.com/x", "./main.go:3:2: undefined: y", ""]);
  expect(progress.tail).toEqual(["# example.com/x", "./main.go:3:2: undefined: y"]);
  expect(progress.compiled).toBe(1);
});

test("an endless error keeps its last thirty lines", () => {
  const lines = Array.from({ length: 50 }, (_, i) => `error: ${i}`);
  expect(fold(0, lines).tail).toHaveLength(30);
});

test("countStale counts lines that hold a package", () => {
  expect(countStale("a\n\nb/c\n\n")).toBe(2);
  expect(countStale("")).toBe(0);
});

test("with nothing to compile the linker is named at once", () => {
  expect(startBuildProgress(0).line).toBe("Linking the program");
});

test.each([
  ["dial tcp: lookup proxy.golang.org: no such host", "ASSET_BUILD_MODULES_UNREACHABLE"],
  ["reading https://proxy/x.mod: 503 Service Unavailable", "ASSET_BUILD_MODULES_UNREACHABLE"],
  ["write /cache/b001/_pkg_.a: no space left on device", "ASSET_STORAGE"],
  ["./main.go:3:2: undefined: y", "ASSET_BUILD_FAILED"],
  ["compile: signal: killed", "ASSET_BUILD_FAILED"],
] as const)("classifyBuildOutput: %s", (text, want) => {
  expect(classifyBuildOutput(text)).toBe(want);
});
