import { expect, test } from "vitest";
import { currentQuery } from "./written-query";

const written = ["", "q=s", "q=sa", "q=sam"];

test.each([
  ["nothing written: the router's", "q=web", [], "q=web"],
  ["the router has not told any of ours", "", written, "q=sam"],
  ["the router is behind", "q=s", written, "q=sam"],
  ["the router has told the last", "q=sam", written, "q=sam"],
  ["a link or the way back leads elsewhere", "q=other", written, "q=other"],
])("currentQuery: %s", (_name, seen, own, want) => {
  expect(currentQuery(seen, own)).toBe(want);
});
