import { expect, test } from "vitest";
import { type Attempt, SignInAttempts } from "./attempts";

const limit = (points: number) => ({ points, duration: 60, blockDuration: 60 });
const limits = { guesses: limit(3), client: limit(20), strangers: limit(10) };
const ann: Attempt = { email: "ann@example.org", client: "192.0.2.1", device: null };
const fail = async (attempts: SignInAttempts, count: number, attempt: Attempt) => {
  const waits = [];
  for (let i = 0; i < count; i += 1) waits.push(await attempts.begin(attempt));
  return waits;
};

test("after too many failures an address waits, however it is written, and others do not", async () => {
  const attempts = new SignInAttempts(limits);
  expect(await fail(attempts, 4, ann)).toEqual([0, 0, 0, 60]);
  expect(await attempts.begin({ ...ann, email: " Ann@Example.org" })).toBeGreaterThan(0);
  expect(await attempts.begin({ ...ann, email: "bea@example.org" })).toBe(0);
});

test("attempts at the same time get no further than attempts in a row", async () => {
  const attempts = new SignInAttempts(limits);
  const waits = await Promise.all(Array.from({ length: 50 }, () => attempts.begin(ann)));
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(3);
});

test("a success forgets the failures before it", async () => {
  const attempts = new SignInAttempts(limits);
  await fail(attempts, 3, ann);
  await attempts.succeeded(ann);
  expect(await attempts.begin(ann)).toBe(0);
});

test("a stranger's failures shut neither another client nor a browser that knows the address", async () => {
  const attempts = new SignInAttempts(limits);
  await fail(attempts, 10, ann);
  expect(await attempts.begin({ ...ann, client: "192.0.2.2" })).toBe(0);
  // Of the stranger's own client, behind the same network address.
  expect(await attempts.begin({ ...ann, device: "known" })).toBe(0);
});

test("guessing from many clients ends, and still shuts no browser that knows the address", async () => {
  const attempts = new SignInAttempts(limits);
  const waits = [];
  for (let i = 0; i < 12; i += 1)
    waits.push(await attempts.begin({ ...ann, client: `198.51.100.${i}` }));
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(10);
  expect(await attempts.begin({ ...ann, device: "known" })).toBe(0);
});

test("a browser that knows the address may not guess for ever either", async () => {
  const attempts = new SignInAttempts(limits);
  expect(await fail(attempts, 4, { ...ann, device: "known" })).toEqual([0, 0, 0, 60]);
});

test("one client that tries many addresses waits, and another does not", async () => {
  const attempts = new SignInAttempts(limits);
  const waits = [];
  for (let i = 0; i < 25; i += 1)
    waits.push(await attempts.begin({ ...ann, email: `person-${i}@example.org` }));
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(20);
  expect(await attempts.begin({ ...ann, email: "cid@example.org", client: "192.0.2.9" })).toBe(0);
});
