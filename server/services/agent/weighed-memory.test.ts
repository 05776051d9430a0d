import { expect, test } from "vitest";
import { WeighedMemory } from "./weighed-memory";

test("the newest that fit stay, and what is too heavy alone is not kept", () => {
  const memory = new WeighedMemory<string>(10, (text) => text.length);
  memory.set("a", "aaaa");
  memory.set("b", "bbbb");
  memory.set("c", "cccc");
  expect([memory.get("a"), memory.get("b"), memory.get("c")]).toEqual([undefined, "bbbb", "cccc"]);
  memory.set("b", "bb");
  memory.set("d", "dddd");
  expect([memory.get("c"), memory.get("b"), memory.get("d")]).toEqual(["cccc", "bb", "dddd"]);
  memory.set("e", "e".repeat(11));
  expect([memory.get("d"), memory.get("e")]).toEqual([undefined, undefined]);
});
