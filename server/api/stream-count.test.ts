import { expect, test } from "vitest";
import { StreamCount } from "./stream-count";

test("a session and a person hold so many streams, and one that ends makes room", () => {
  const count = new StreamCount({ perSession: 2, perPerson: 3 });
  const enter = (sessionId: string) => count.enter({ id: "usr", sessionId });
  const first = enter("a");
  enter("a");
  expect(enter("a")).toMatchObject({ code: "RATE_LIMITED" });
  enter("b");
  expect(enter("b")).toMatchObject({ code: "RATE_LIMITED" });
  if (typeof first === "function") first();
  expect(enter("b")).toBeTypeOf("function");
  expect(count.enter({ id: "other", sessionId: "c" })).toBeTypeOf("function");
});
