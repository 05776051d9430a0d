import { expect, test } from "vitest";
import { commandKeyOf } from "./use-command-key";

test.each([
  ["MacIntel", "⌘"],
  ["iPad", "⌘"],
  ["Linux x86_64", "Ctrl"],
  ["Win32", "Ctrl"],
  ["", "Ctrl"],
])("shortcuts on %j begin with %s", (platform, want) => {
  expect(commandKeyOf(platform)).toBe(want);
});
