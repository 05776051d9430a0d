import { expect, test } from "vitest";
import { unstorablePath } from "./storable";

test.each([
  [{ a: "fine 😀 \u0001\n", b: [1, null, true, undefined] }, null],
  ["\0", []],
  [{ name: "x\0" }, ["name"]],
  [{ layers: [{ values: "ok" }, { values: "half \uD83D" }] }, ["layers", "1", "values"]],
  [{ labels: { "a\uDC00": "x" } }, ["labels"]],
])("%j", (value, path) => {
  expect(unstorablePath(value)).toEqual(path);
});
