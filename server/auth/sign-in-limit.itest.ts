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
import { authorize } from "./options";

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
    authorize({ email, password: `wrong-${i}` }, {}),
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
  expect(await authorize({ email: "canary@example.org", password: "canary" }, {})).toBeNull();
  expect(lines.join("")).toContain("unknown address");
  expect(lines.join("")).not.toContain("canary");
});
