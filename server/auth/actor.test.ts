import { expect, test } from "vitest";
import { parseCookies } from "./actor";

test("a cookie that is not encoded rightly keeps its text and harms no other", () => {
  expect(parseCookies("x=%; session=a%20b; y=1=2")).toEqual({ x: "%", session: "a b", y: "1=2" });
});
