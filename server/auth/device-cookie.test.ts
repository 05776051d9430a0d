import { expect, test } from "vitest";
import { deviceCookie, issueDevice, knownDevice } from "./device-cookie";

const mark = issueDevice("ann@example.org", "secret");

test("a browser is known for the address that signed in there, however it is written", () => {
  expect(knownDevice(mark, " Ann@Example.org", "secret")).toBe(mark.split(".")[0]);
});

test.each([
  ["another address", mark, "bea@example.org", "secret"],
  ["another installation", mark, "ann@example.org", "other"],
  ["a changed mark", `x${mark}`, "ann@example.org", "secret"],
  ["no mark", undefined, "ann@example.org", "secret"],
  ["an empty mark", "", "ann@example.org", "secret"],
  ["nonsense", "a.b.c", "ann@example.org", "secret"],
])("%s is not known", (_what, cookie, email, secret) => {
  expect(knownDevice(cookie, email, secret)).toBeNull();
});

test("the mark is sent to sign-in only, and over TLS only where the console has it", () => {
  expect(deviceCookie("d", mark, true)).toMatch(/Path=\/api\/auth; HttpOnly; .*; Secure$/);
  expect(deviceCookie("d", mark, false)).not.toContain("Secure");
});
