import { expect, test } from "vitest";
import { isPassing } from "./passing";

const failing = (code?: string) => Object.assign(new Error("no"), code ? { code } : {});

test.each(["ECONNREFUSED", "CONNECTION_CLOSED", "08006", "40001", "53300", "57P01"])(
  "%s passes by itself",
  (code) => expect(isPassing(failing(code))).toBe(true),
);

test.each(["22P05", "23505", "42501", "NOT_FOUND", "400010", undefined])(
  "%s is met every time",
  (code) => expect(isPassing(failing(code))).toBe(false),
);

test("what is no error passes no judgement", () => {
  expect([null, "ECONNREFUSED", { code: "ECONNREFUSED" }].map(isPassing)).toEqual([
    false,
    false,
    false,
  ]);
});
