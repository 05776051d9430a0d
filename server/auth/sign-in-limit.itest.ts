import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inSystem } from "@/server/db/client";
import { auditEntries } from "@/server/db/schema";
import { createLog } from "@/server/platform/log/log";
import { provideTestDeps } from "@/server/services/testing/provide-test-deps";
import {
  createTestServices,
  type TestServices,
  type TestTenant,
} from "@/server/services/testing/test-services";
import { authorize, type SignInOrigin, type SignInOutcome } from "./authorize";

const here: SignInOrigin = { client: "192.0.2.1", device: undefined, userAgent: "test" };
const lines: string[] = [];
let services: TestServices;
let tenant: TestTenant;
beforeAll(async () => {
  const log = createLog("trace", { write: (line: string) => void lines.push(line) });
  services = await createTestServices({ log });
  tenant = await services.newTenant();
  provideTestDeps(services.deps);
});
afterAll(() => services.close());

test("of a hundred wrong passwords at once ten are checked, and the others told to wait", async () => {
  const { email, userId } = tenant;
  const attempts = Array.from({ length: 100 }, (_, i) =>
    authorize({ email, password: `wrong-${i}` }, here),
  );
  const results = await Promise.allSettled(attempts);
  expect(results.filter((r) => r.status === "fulfilled" && r.value === null)).toHaveLength(10);
  const told = results.filter((r) => r.status === "rejected").map((r) => String(r.reason));
  expect(told).toHaveLength(90);
  expect(told.every((text) => /TooManyAttempts:\d+$/.test(text))).toBe(true);

  // Each check leaves its entry: no more were made than the answers say.
  const ofPerson = and(eq(auditEntries.actorId, userId), eq(auditEntries.action, "session.refuse"));
  const entries = () =>
    inSystem(services.deps.db, (tx) => tx.select().from(auditEntries).where(ofPerson));
  await expect.poll(async () => (await entries()).length).toBe(10);
});

test("an unknown address leaves a line that does not name it", async () => {
  expect(await authorize({ email: "canary@example.org", password: "canary" }, here)).toBeNull();
  expect(lines.join("")).toContain("unknown address");
  expect(lines.join("")).not.toContain("canary");
});

test("the right password passes in a browser that knows the person while a stranger guesses", async () => {
  const person = await services.newTenant();
  const { email, password } = person;
  const first: SignInOutcome = {};
  expect(await authorize({ email, password }, here, first)).toMatchObject({ id: person.userId });
  for (let i = 0; i < 11; i += 1)
    await authorize({ email, password: `wrong-${i}` }, here).catch(() => null);
  await expect(authorize({ email, password }, here)).rejects.toThrow("TooManyAttempts");
  const known = { ...here, device: first.device };
  expect(await authorize({ email, password }, known)).toMatchObject({ id: person.userId });
});

test("many unknown addresses at once are told to come again, and a known browser is served before them", async () => {
  const person = await services.newTenant();
  const { email, password } = person;
  const first: SignInOutcome = {};
  await authorize({ email, password }, here, first);
  const outcomes: SignInOutcome[] = [];
  const order: string[] = [];
  const flood = Array.from({ length: 200 }, (_, i) => {
    const outcome: SignInOutcome = {};
    outcomes.push(outcome);
    const origin = { ...here, client: `198.51.100.${i}` };
    const asked = authorize({ email: `flood-${i}@example.org`, password: "x" }, origin, outcome);
    return asked.then(() => order.push("stranger")).catch((error: unknown) => String(error));
  });
  await expect.poll(() => order.length).toBeGreaterThan(0);
  const known = authorize({ email, password }, { ...here, device: first.device });
  await known.then(() => order.push("known"));
  const answers = await Promise.all(flood);
  expect(answers.filter((answer) => String(answer).includes("Busy")).length).toBeGreaterThan(100);
  expect(outcomes.filter((outcome) => outcome.retryAfter !== undefined).length).toBeGreaterThan(
    100,
  );
  expect(order.at(-1)).toBe("stranger");
});

test.each<[string, unknown]>([
  ["an object as address", { email: { a: 1 }, password: "x" }],
  ["a list as password", { email: "a@example.org", password: ["x"] }],
  ["nothing", undefined],
  ["an address of 2 MB", { email: "a".repeat(2_000_000), password: "x" }],
  ["a password of 4 MB", { email: "a@example.org", password: "x".repeat(4_000_000) }],
])("%s is a wrong login like any other", async (_what, credentials) => {
  expect(await authorize(credentials, here)).toBeNull();
});
