import { expect, test } from "vitest";
import { SignInAttempts } from "./attempts";

const limits = { points: 3, duration: 60, blockDuration: 60 };

test("after too many failures an address waits, however it is written, and others do not", async () => {
  const attempts = new SignInAttempts(limits);
  const waits = [];
  for (let i = 0; i < 4; i += 1) waits.push(await attempts.begin("ann@example.org"));
  expect(waits).toEqual([0, 0, 0, 60]);
  expect(await attempts.begin(" Ann@Example.org")).toBeGreaterThan(0);
  expect(await attempts.begin("bea@example.org")).toBe(0);
});

test("attempts at the same time get no further than attempts in a row", async () => {
  const attempts = new SignInAttempts(limits);
  const waits = await Promise.all(
    Array.from({ length: 50 }, () => attempts.begin("ann@example.org")),
  );
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(3);
});

test("a success forgets the failures before it", async () => {
  const attempts = new SignInAttempts(limits);
  for (let i = 0; i < 3; i += 1) await attempts.begin("ann@example.org");
  await attempts.succeeded("ann@example.org");
  expect(await attempts.begin("ann@example.org")).toBe(0);
});
