import { expect, test } from "vitest";
import { SignInAttempts } from "./attempts";

const limits = { points: 3, duration: 60, blockDuration: 60 };

test("after too many failures an address waits, however it is written, and others do not", async () => {
  const attempts = new SignInAttempts(limits);
  for (let i = 0; i < 4; i += 1) await attempts.failed("ann@example.org");
  expect(await attempts.waitSeconds(" Ann@Example.org")).toBeGreaterThan(0);
  expect(await attempts.waitSeconds("bea@example.org")).toBe(0);
});

test("a success forgets the failures before it", async () => {
  const attempts = new SignInAttempts(limits);
  await attempts.failed("ann@example.org");
  await attempts.failed("ann@example.org");
  await attempts.succeeded("ann@example.org");
  await attempts.failed("ann@example.org");
  expect(await attempts.waitSeconds("ann@example.org")).toBe(0);
});
